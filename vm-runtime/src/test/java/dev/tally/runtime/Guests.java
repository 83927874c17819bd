package dev.tally.runtime;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.link.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The guests of these tests: loads the modules beside them, and runs calls to their end. */
public final class Guests {
    /** Far more fuel than any call of these tests needs. */
    public static final long UNLIMITED = 1L << 40;

    static final FunctionType INT_TO_INT = FunctionType.of(ValueType.I32).returning(ValueType.I32);

    private static final Engine ENGINE = Engine.create();
    private static final ConcurrentMap<String, Module> MODULES = new ConcurrentHashMap<>();

    private Guests() {}

    static Engine engine() {
        return ENGINE;
    }

    /** The module of a file under {@code guests}. */
    public static Module module(String name) {
        return MODULES.computeIfAbsent(name, n -> ENGINE.load(bytes(n)));
    }

    static byte[] bytes(String name) {
        try (InputStream file = Guests.class.getResourceAsStream("/guests/" + name + ".wasm")) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A program of its own of a file under {@code guests}. */
    @SuppressWarnings("exports") // Only tests of this module call it.
    public static Program program(String name) {
        return Engine.create().load(bytes(name)).program();
    }

    /** The module of a text. */
    public static Module assemble(String text) {
        return ENGINE.load(binary(text));
    }

    /** The binary of a text. */
    static byte[] binary(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return BinaryWriter.write(TextReader.read(utf8, ModuleLimits.defaults()).definition());
    }

    /** A guest of a text that imports nothing. */
    public static Guest spawnText(String text) {
        return ENGINE.spawn(assemble(text), Imports.none(), Limits.defaults());
    }

    public static Guest spawn(String name, Imports imports) {
        return spawn(name, imports, Limits.defaults());
    }

    public static Guest spawn(String name, Imports imports, Limits limits) {
        return ENGINE.spawn(module(name), imports, limits);
    }

    /** A guest of {@code act} whose host is a leaf function. */
    static Guest actingOnLeaf(LeafFunction act) {
        return spawn(
                "act", Imports.builder().leaf("host", "act", INT_TO_INT, act).build());
    }

    /** A guest of {@code act} whose host is a resting function. */
    static Guest actingAtRest(RestingFunction act) {
        return spawn(
                "act", Imports.builder().resting("host", "act", INT_TO_INT, act).build());
    }

    /** A guest of {@code act} whose host function nobody calls. */
    static Guest idle() {
        return actingOnLeaf(call -> {
            throw new AssertionError("nobody calls this");
        });
    }

    /** Runs instantiation, so that the fuel of what follows is that of calls alone. */
    static void instantiate(Guest guest) {
        while (guest.instantiating()) {
            guest.tick(UNLIMITED);
        }
    }

    /** Calls an export and ticks on through yields until it is over; one tick grants all it needs. */
    public static TickOutcome run(Guest guest, String export, @Nullable Object... arguments) {
        return runInSlices(guest, UNLIMITED, export, arguments);
    }

    /** Calls an export and ticks until it is over or waits. */
    static TickOutcome runInSlices(Guest guest, long fuelPerTick, String export, @Nullable Object... arguments) {
        guest.call(export, arguments);
        return finish(guest, fuelPerTick);
    }

    /** Ticks until the call in progress is over or waits for the host. */
    static TickOutcome finish(Guest guest, long fuelPerTick) {
        TickOutcome outcome = guest.tick(fuelPerTick);
        while (outcome == TickOutcome.OUT_OF_FUEL || outcome == TickOutcome.YIELDED) {
            outcome = guest.tick(fuelPerTick);
        }
        return outcome;
    }

    /** Calls an export that returns one i32. */
    static int runInt(Guest guest, String export, @Nullable Object... arguments) {
        TickOutcome outcome = run(guest, export, arguments);
        if (outcome != TickOutcome.RETURNED) {
            throw new AssertionError(outcome + ": " + guest.trap());
        }
        return guest.resultInt(0);
    }

    /** Calls an export that traps. */
    static Trap runTrap(Guest guest, String export, @Nullable Object... arguments) {
        TickOutcome outcome = run(guest, export, arguments);
        if (outcome != TickOutcome.TRAPPED) {
            throw new AssertionError(outcome.toString());
        }
        return Objects.requireNonNull(guest.trap());
    }
}
