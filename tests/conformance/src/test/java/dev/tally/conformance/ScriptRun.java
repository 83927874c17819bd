package dev.tally.conformance;

import dev.tally.conformance.script.Action;
import dev.tally.conformance.script.Command;
import dev.tally.conformance.script.Command.Refusal;
import dev.tally.conformance.script.Expected;
import dev.tally.conformance.script.ModuleSource;
import dev.tally.core.LinkException;
import dev.tally.core.ModuleException;
import dev.tally.core.TrapKind;
import dev.tally.runtime.Engine;
import dev.tally.runtime.FunctionReference;
import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestInstance;
import dev.tally.runtime.Limits;
import dev.tally.runtime.Module;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commands of one script, all of them in one guest: what the suite calls the store. A command that goes wrong is
 * a failure, and never hides those behind it. It knows a module or a call to be right only by what hosts can see.
 */
final class ScriptRun {
    private static final byte[] EMPTY_MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final Limits LIMITS = Limits.defaults().withBytes(1L << 30);

    /** More than any script needs; one that needs more never ends. */
    private static final int MOST_TICKS = 100_000;

    private final Engine engine;
    private final Guest guest;
    private final Map<String, GuestInstance> instances = new HashMap<>();
    private final Map<String, Module> definitions = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private int passed;

    /** A command did not go as the script says it should. */
    private static final class Deviation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Deviation(String message) {
            super(message);
        }
    }

    private ScriptRun(Engine engine, Guest guest) {
        this.engine = engine;
        this.guest = guest;
    }

    /** Runs a script that the machine has all features for. */
    static ScriptReport run(String script, List<Command> commands, RunMode mode) {
        Engine engine = Engine.create();
        Limits limits = LIMITS.withFuelPerTick(mode.fuelPerTick());
        try (Guest guest = engine.spawn(engine.load(EMPTY_MODULE), SpectestHost.imports(engine), limits)) {
            guest.restMode(mode.restMode(), 0);
            ScriptRun run = new ScriptRun(engine, guest);
            run.tick();
            commands.forEach(run::command);
            return new ScriptReport(script, run.passed, run.failures, "");
        }
    }

    private void command(Command command) {
        try {
            perform(command);
            passed++;
        } catch (RuntimeException | Error wrong) {
            String what = wrong instanceof Deviation ? String.valueOf(wrong.getMessage()) : String.valueOf(wrong);
            failures.add("line " + command.line() + ": " + what);
        }
    }

    private void perform(Command command) {
        switch (command) {
            case Command.Define(int line, String name, ModuleSource source, boolean instantiates) -> {
                instances.remove("");
                Module module = engine.load(source.bytes());
                definitions.put("", module);
                definitions.put(name, module);
                if (instantiates) {
                    instantiate(name, module);
                }
            }
            case Command.Instantiate(int line, String name, String module) -> {
                instances.remove("");
                instantiate(name, named(definitions, module, "module"));
            }
            case Command.Register(int line, String importName, String instance) ->
                guest.register(importName, named(instances, instance, "instance"));
            case Command.Perform(int line, Action action) -> returned(action);
            case Command.AssertReturn(int line, Action action, List<Expected> results) ->
                compare(returned(action), results);
            case Command.AssertTrap(int line, Action action, String message) -> trapped(outcome(action), message);
            case Command.AssertExhaustion(int line, Action action, String message) -> trapped(outcome(action), message);
            case Command.AssertException(int line, Action action) ->
                throw new Deviation("there are no exceptions in this machine");
            case Command.AssertModuleTraps(int line, ModuleSource source, String message) -> {
                guest.add(engine.load(source.bytes()));
                trapped(tick(), message);
            }
            case Command.AssertRefused(int line, ModuleSource source, Refusal refusal, String message) ->
                refused(source, refusal, message);
        }
    }

    private static <T> T named(Map<String, T> things, String name, String what) {
        T thing = things.get(name);
        if (thing == null) {
            throw new Deviation("there is no " + what + " " + name);
        }
        return thing;
    }

    private void instantiate(String name, Module module) {
        GuestInstance instance = guest.add(module);
        TickOutcome outcome = tick();
        if (outcome != TickOutcome.RETURNED) {
            throw new Deviation("the instantiation ended in " + outcome + ", " + guest.trap());
        }
        instances.put("", instance);
        instances.put(name, instance);
    }

    // Actions.

    /** The results of an action that must return. */
    private List<@Nullable Object> returned(Action action) {
        if (action instanceof Action.Get(String instance, String export)) {
            List<@Nullable Object> result = new ArrayList<>();
            result.add(named(instances, instance, "instance").global(export));
            return result;
        }
        TickOutcome outcome = outcome(action);
        if (outcome != TickOutcome.RETURNED) {
            throw new Deviation("it ended in " + outcome + ", " + guest.trap());
        }
        List<@Nullable Object> results = new ArrayList<>();
        for (int i = 0; i < guest.resultCount(); i++) {
            results.add(guest.result(i));
        }
        return results;
    }

    private TickOutcome outcome(Action action) {
        if (!(action instanceof Action.Invoke(String instance, String export, List<@Nullable Object> arguments))) {
            throw new Deviation("a global cannot trap");
        }
        FunctionReference function = named(instances, instance, "instance").function(export);
        guest.call(function, arguments.toArray());
        return tick();
    }

    private TickOutcome tick() {
        for (int i = 0; i < MOST_TICKS; i++) {
            TickOutcome outcome = guest.tick();
            if (outcome != TickOutcome.OUT_OF_FUEL) {
                return outcome;
            }
        }
        guest.cancel();
        throw new Deviation("it has not ended after " + MOST_TICKS + " ticks");
    }

    private static void compare(List<@Nullable Object> results, List<Expected> expected) {
        boolean equal = results.size() == expected.size();
        for (int i = 0; equal && i < expected.size(); i++) {
            equal = expected.get(i).accepts(results.get(i));
        }
        if (!equal) {
            throw new Deviation("it returned " + results + ", not " + expected);
        }
    }

    private void trapped(TickOutcome outcome, String message) {
        Trap trap = guest.trap();
        if (outcome != TickOutcome.TRAPPED || trap == null) {
            throw new Deviation("it ended in " + outcome + ", not in a trap: " + message);
        }
        if (!begins(message, trap.kind().message()) && !begins(message, inGeneral(trap.kind()))) {
            throw new Deviation("it trapped with \"" + trap.message() + "\", not with \"" + message + "\"");
        }
    }

    private static boolean begins(String message, String kind) {
        return message.startsWith(kind);
    }

    /** Another spelling that the suite has for the message of a trap. */
    private static String inGeneral(TrapKind kind) {
        return kind == TrapKind.NULL_REFERENCE ? "null function reference" : kind.message();
    }

    // Refusals.

    private void refused(ModuleSource source, Refusal refusal, String message) {
        String found;
        try {
            Module module = engine.load(source.bytes());
            if (refusal == Refusal.UNLINKABLE) {
                guest.add(module);
                tick();
            }
            found = "";
        } catch (ModuleException e) {
            found = e.kind().name().equals(refusal.name()) ? e.reason() : e.getMessage() + " (" + e.kind() + ")";
        } catch (LinkException e) {
            found = refusal == Refusal.UNLINKABLE ? String.valueOf(e.getMessage()) : "LinkException: " + e.getMessage();
        }
        if (found.isEmpty()) {
            throw new Deviation("the module is not refused as " + refusal + ": " + message);
        }
        if (!found.startsWith(message)) {
            throw new Deviation("the module is refused with \"" + found + "\", not as " + refusal + ": " + message);
        }
    }
}
