package dev.tally.conformance;

import dev.tally.conformance.ScriptReport.Ending;
import dev.tally.conformance.script.Action;
import dev.tally.conformance.script.Command;
import dev.tally.conformance.script.Command.Refusal;
import dev.tally.conformance.script.Expected;
import dev.tally.conformance.script.ModuleSource;
import dev.tally.core.LinkException;
import dev.tally.core.ModuleException;
import dev.tally.runtime.Engine;
import dev.tally.runtime.FunctionReference;
import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestInstance;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.Module;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commands of one script, all of them in one guest: what the suite calls the store. A command that goes wrong is
 * a failure, and never hides those behind it. It knows a module or a call to be right only by what hosts can see.
 */
final class ScriptRun {
    private static final byte[] EMPTY_MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final Limits LIMITS = Limits.defaults().withBytes(1L << 30);

    private final Engine engine;
    private final Guest guest;
    private final OwnHost host;
    private final RunMode mode;
    private final boolean publicScript;
    private final Map<String, GuestInstance> instances = new HashMap<>();
    private final Map<String, Module> definitions = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> reworded = new ArrayList<>();
    private int passed;

    private ScriptRun(Engine engine, Guest guest, OwnHost host, RunMode mode, boolean publicScript) {
        this.engine = engine;
        this.guest = guest;
        this.host = host;
        this.mode = mode;
        this.publicScript = publicScript;
    }

    /**
     * Runs a script that the machine has all features for.
     *
     * @param publicScript whether refusals in other words than the script's are only noted
     */
    static ScriptReport run(String script, List<Command> commands, RunMode mode, boolean publicScript) {
        Engine engine = mode.engine();
        OwnHost host = new OwnHost();
        Imports.Builder imports = Imports.builder();
        SpectestHost.addTo(imports, engine);
        host.addTo(imports);
        Limits limits = limits(commands).withFuelPerTick(mode.fuelPerTick());
        try (Guest guest = engine.spawn(engine.load(EMPTY_MODULE), imports.build(), limits)) {
            mode.applyTo(guest);
            ScriptRun run = new ScriptRun(engine, guest, host, mode, publicScript);
            run.tick();
            commands.forEach(run::command);
            Ending ending = new Ending(guest.fuelUsed(), guest.stateDigest());
            return new ScriptReport(script, run.passed, run.failures, run.reworded, "", ending);
        }
    }

    private static Limits limits(List<Command> commands) {
        return !commands.isEmpty() && commands.getFirst() instanceof Command.Confine(int line, long bytes, int slots)
                ? new Limits(LIMITS.fuelPerTick(), bytes, slots)
                : LIMITS;
    }

    private void command(Command command) {
        try {
            perform(command);
            mode.verify(guest);
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
            case Command.Perform(int line, Action action) -> results(action);
            case Command.AssertReturn(int line, Action action, List<Expected> results) ->
                compare(results(action), results);
            case Command.AssertTrap(int line, Action action, String message) ->
                run(action).requireTrap(message);
            case Command.AssertExhaustion(int line, Action action, String message) ->
                run(action).requireTrap(message);
            case Command.AssertException(int line, Action action) -> run(action).requireTrap("uncaught exception");
            case Command.AssertModuleTraps(int line, ModuleSource source, String message) -> {
                guest.add(engine.load(source.bytes()));
                tick().requireTrap(message);
            }
            case Command.AssertRefused refused -> refused(refused);
            case Command.Confine(int line, long bytes, int stackSlots) ->
                require(guest.limits().bytes() == bytes, "limits must be the first of all commands");
            case Command.AssertFuel(int line, Action action, long fuel) -> costs(run(action), fuel);
            case Command.AssertModuleFuel(int line, ModuleSource source, long fuel) -> {
                guest.add(engine.load(source.bytes()));
                costs(tick(), fuel);
            }
            case Command.AssertRests(int line, Action action, Map<String, Integer> rests) -> rests(run(action), rests);
            case Command.AssertStack(int line, Action action, String message, List<String> functions) -> {
                List<String> found = run(action).requireTrap(message).stack().stream()
                        .map(Trap.Frame::function)
                        .toList();
                require(found.equals(functions), "the stack is " + found + ", not " + functions);
            }
            case Command.AssertOutcomes(int line, Action action, List<String> outcomes) -> {
                List<String> found =
                        run(action).outcomes().stream().map(TickOutcome::name).toList();
                require(found.equals(outcomes), "ticks ended in " + found + ", not in " + outcomes);
            }
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Deviation(otherwise);
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
        tick().requireReturn();
        instances.put("", instance);
        instances.put(name, instance);
    }

    // Actions.

    /** The results of an action that must return. */
    private List<@Nullable Object> results(Action action) {
        List<@Nullable Object> results = new ArrayList<>();
        if (action instanceof Action.Get(String instance, String export)) {
            results.add(named(instances, instance, "instance").global(export));
            return results;
        }
        run(action).requireReturn();
        for (int i = 0; i < guest.resultCount(); i++) {
            results.add(guest.result(i));
        }
        return results;
    }

    private GuestRun run(Action action) {
        if (!(action instanceof Action.Invoke(String instance, String export, List<@Nullable Object> arguments))) {
            throw new Deviation("a global does not run");
        }
        FunctionReference function = named(instances, instance, "instance").function(export);
        guest.call(function, arguments.toArray());
        return tick();
    }

    private GuestRun tick() {
        return GuestRun.of(guest, host);
    }

    private static void compare(List<@Nullable Object> results, List<Expected> expected) {
        boolean equal = results.size() == expected.size();
        for (int i = 0; equal && i < expected.size(); i++) {
            equal = expected.get(i).accepts(results.get(i));
        }
        require(equal, "it returned " + results + ", not " + expected);
    }

    private static void costs(GuestRun run, long fuel) {
        require(run.fuel() == fuel, "it cost " + run.fuel() + ", not " + fuel);
    }

    private void rests(GuestRun run, Map<String, Integer> expected) {
        run.requireReturn();
        if (mode == RunMode.RESTING_EVERYWHERE) {
            Map<String, Integer> found = new TreeMap<>();
            run.rests().forEachKeyValue((kind, count) -> found.put(kind, Math.toIntExact(count)));
            require(found.equals(expected), "it came to rest " + found + ", not " + expected);
        }
    }

    // Refusals.

    private void refused(Command.AssertRefused command) {
        Refusal refusal = command.refusal();
        String found;
        try {
            Module module = engine.load(command.source().bytes());
            if (refusal == Refusal.UNLINKABLE) {
                guest.add(module);
                tick();
            }
            throw new Deviation("the module is not refused as " + refusal + ": " + command.message());
        } catch (ModuleException e) {
            found = e.reason();
            require(e.kind().name().equals(refusal.name()), "not " + refusal + " but " + e.kind() + ": " + found);
        } catch (LinkException e) {
            found = String.valueOf(e.getMessage());
            require(refusal == Refusal.UNLINKABLE, "not " + refusal + " but UNLINKABLE: " + found);
        }
        if (!found.startsWith(command.message())) {
            String difference = "refused with \"" + found + "\", not with \"" + command.message() + "\"";
            require(publicScript, difference);
            reworded.add("line " + command.line() + ": " + difference);
        }
    }
}
