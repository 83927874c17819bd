package dev.tally.conformance;

import dev.tally.conformance.script.Action;
import dev.tally.conformance.script.Command;
import dev.tally.conformance.script.Command.Refusal;
import dev.tally.conformance.script.Expected;
import dev.tally.conformance.script.ModuleSource;
import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.runtime.Engine;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a script needs that this machine does not have. A script needs a feature when the machine itself says so of one of
 * its modules, or when it hands over values of such a type; what a script asserts to be malformed does not count.
 */
final class Needs {
    private static final Engine ENGINE = Engine.create();

    private Needs() {}

    /** The first feature that the machine lacks for a script, or nothing when it has all of them. */
    static String of(List<Command> commands) {
        return commands.stream()
                .flatMap(Needs::of)
                .filter(need -> !need.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Stream<String> of(Command command) {
        return switch (command) {
            case Command.Define define -> Stream.of(of(define.source()));
            case Command.AssertModuleTraps traps -> Stream.of(of(traps.source()));
            case Command.AssertRefused refused ->
                refused.refusal() == Refusal.MALFORMED ? Stream.of() : Stream.of(of(refused.source()));
            case Command.Perform perform -> of(perform.action());
            case Command.AssertTrap traps -> of(traps.action());
            case Command.AssertExhaustion exhausts -> of(exhausts.action());
            case Command.AssertException throwing -> of(throwing.action());
            case Command.AssertReturn returns ->
                Stream.concat(of(returns.action()), returns.results().stream().map(Needs::of));
            case Command.AssertModuleFuel costs -> Stream.of(of(costs.source()));
            case Command.AssertFuel costs -> of(costs.action());
            case Command.AssertRests resting -> of(resting.action());
            case Command.AssertStack traps -> of(traps.action());
            case Command.AssertOutcomes ends -> of(ends.action());
            case Command.Instantiate instantiate -> Stream.of();
            case Command.Register register -> Stream.of();
            case Command.Confine confine -> Stream.of();
        };
    }

    private static Stream<String> of(Action action) {
        return action instanceof Action.Invoke invoke
                ? invoke.arguments().stream().map(Needs::of)
                : Stream.of();
    }

    private static String of(@Nullable Object value) {
        return switch (value) {
            case Expected.Foreign foreign -> "values of " + foreign.word();
            case Expected.Either either -> of(either.choices().getFirst());
            case null, default -> "";
        };
    }

    private static String of(ModuleSource source) {
        try {
            ENGINE.load(source.bytes());
            return "";
        } catch (ModuleException refusal) {
            return refusal.kind() == Kind.UNSUPPORTED ? refusal.reason() : "";
        }
    }
}
