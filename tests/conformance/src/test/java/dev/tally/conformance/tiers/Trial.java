package dev.tally.conformance.tiers;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleLimits;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Engine.CompileLimits;
import dev.tally.runtime.Module;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a module in its modes, and tells in what they differ. */
final class Trial {
    private static final int MODULES_TO_ONE_IN_PARTS = 4;
    private static final int BYTES_OF_PARTS = 400;

    private final long seed;
    private final int number;
    private final UnaryOperator<String> seenInOthers;
    private final Engine engine;

    /** A trial of the module of a number. */
    Trial(long seed, int number) {
        this(seed, number, line -> line);
    }

    /**
     * A trial that can go wrong on purpose.
     *
     * @param seenInOthers what is made of each line of the accounts of all modes but the plain one
     */
    Trial(long seed, int number, UnaryOperator<String> seenInOthers) {
        this.seed = seed;
        this.number = number;
        this.seenInOthers = seenInOthers;
        this.engine = number % MODULES_TO_ONE_IN_PARTS == 0 ? cuttingIntoParts() : Engine.create();
    }

    /** An engine that cuts into parts what is not very small. */
    private static Engine cuttingIntoParts() {
        CompileLimits limits = new CompileLimits(Long.MAX_VALUE, Long.MAX_VALUE, BYTES_OF_PARTS);
        return Engine.create(ModuleLimits.defaults(), Runnable::run, limits);
    }

    /** What the plain mode does. */
    Account plain(DrawnModule drawn) {
        return account(engine.load(drawn.bytes()), drawn, TierMode.plain(number));
    }

    /**
     * The first difference between the plain mode and another one, or null if they do the same.
     *
     * @throws ModuleException if the module is not valid
     */
    @Nullable
    String difference(DrawnModule drawn) {
        Module module = engine.load(drawn.bytes());
        TierMode plainMode = TierMode.plain(number);
        Account plain = account(module, drawn, plainMode);
        if (plain.isBroken()) {
            return "the plain mode: " + plain.lines().getLast();
        }
        for (TierMode mode : TierMode.others(number)) {
            Account other = account(module, drawn, mode);
            String difference = mode.fuelPerTick() == plainMode.fuelPerTick()
                    ? firstDifference(plain.lines(), seen(other.lines()))
                    : plain.isCancelled() || other.isCancelled()
                            ? firstDifference(common(plain, other), seen(common(other, plain)))
                            : firstDifference(plain.facts(), seen(other.facts()));
            if (difference != null) {
                return mode + difference;
            }
        }
        return null;
    }

    /** The facts of an account that the other one goes as far as, both without the end; slices move where a call is cancelled. */
    private static List<String> common(Account account, Account other) {
        int size = Math.min(account.facts().size(), other.facts().size());
        return account.facts().subList(0, size - 1);
    }

    private List<String> seen(List<String> lines) {
        List<String> seen = new ArrayList<>(lines);
        seen.replaceAll(seenInOthers);
        return seen;
    }

    /** Whether a module is valid and the modes differ. */
    boolean differs(DrawnModule drawn) {
        try {
            return difference(drawn) != null;
        } catch (ModuleException invalid) {
            return false;
        }
    }

    private Account account(Module module, DrawnModule drawn, TierMode mode) {
        try {
            return Account.of(engine, module, drawn, seed, number, mode);
        } catch (RuntimeException | Error broken) {
            return Account.broken(broken);
        }
    }

    private static @Nullable String firstDifference(List<String> plain, List<String> other) {
        if (other.equals(plain)) {
            return null;
        }
        int at = 0;
        while (at < plain.size() && at < other.size() && plain.get(at).equals(other.get(at))) {
            at++;
        }
        return ", line " + at + " of the account: " + line(other, at) + "\nbut in the plain mode: " + line(plain, at);
    }

    private static String line(List<String> account, int at) {
        return at < account.size() ? account.get(at) : "the end";
    }
}
