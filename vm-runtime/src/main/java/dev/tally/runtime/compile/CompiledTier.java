package dev.tally.runtime.compile;

import dev.tally.heap.object.Reference;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.SafepointKind;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.interpret.Exit;
import dev.tally.runtime.interpret.Interpreter;
import dev.tally.runtime.interpret.Tier;
import dev.tally.runtime.interpret.Unwinding;
import dev.tally.runtime.link.Compilation;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Runs a guest's code in methods of the JVM where there are some, and in the interpreter where there are none yet. Both leave a
 * guest in the same state, so each takes over from the other at entries of functions and at heads of loops.
 */
public final class CompiledTier implements Tier {
    /** How much fuel is used between two looks at where the guest is: little at first, and more as long as they show nothing new. */
    private static final long FIRST_PERIOD = 100_000;

    private static final long LONGEST_PERIOD = 50_000_000;

    private final @Nullable Consumer<CompiledProgram> compiler;
    private final @Nullable BooleanSupplier refuses;
    private final List<@Nullable Machine> machines = new ArrayList<>();
    private final MutableIntList seenVersions = IntLists.mutable.empty();
    private long period = FIRST_PERIOD;

    /** How much fuel is left until the next look. */
    private long untilLook = FIRST_PERIOD;

    private CompiledTier(@Nullable Consumer<CompiledProgram> compiler, @Nullable BooleanSupplier refuses) {
        this.compiler = compiler;
        this.refuses = refuses;
    }

    /** A tier that notes what is used much; {@code compiler} is told of programs in which something is to be compiled. */
    public static CompiledTier watching(Consumer<CompiledProgram> compiler) {
        return new CompiledTier(compiler, null);
    }

    /** A tier that uses what there is. */
    public static CompiledTier usingAll() {
        return new CompiledTier(null, null);
    }

    /** A tier that uses what there is only where somebody does not refuse it. */
    public static CompiledTier changing(BooleanSupplier refuses) {
        return new CompiledTier(null, refuses);
    }

    @Override
    public Exit run(Execution execution) {
        execution.enterCompiled(true);
        while (true) {
            takeNews(execution);
            long fuel = execution.fuel();
            long kept = compiler == null ? 0 : Math.max(0, fuel - untilLook);
            execution.keep(kept);
            Exit exit = step(execution);
            while (exit == Exit.ENTERS_COMPILED) {
                noteMissing(execution);
                exit = step(execution);
            }
            execution.keep(-kept);
            untilLook -= fuel - execution.fuel();
            if (exit != Exit.OUT_OF_ALLOWANCE) {
                return exit;
            }
            if (compiler != null && untilLook <= 0) {
                look(execution);
            }
            if (kept == 0 || execution.fuel() < 0 || execution.starved()) {
                return exit;
            }
        }
    }

    /** Notes where the guest is, and where the call on top of its stack came from. */
    private void look(Execution execution) {
        GuestFunction function = execution.currentFunction();
        boolean isNew = note(function, execution.safepoint(), CompiledProgram.FOUND);
        long link = execution.entryPending() ? Execution.ROOT : execution.link(execution.base(), function.locals());
        if (link != Execution.ROOT) {
            GuestFunction caller = execution.store().function(Execution.linkedFunction(link));
            isNew |= note(caller, Execution.linkedSafepoint(link), CompiledProgram.FOUND);
        }
        period = isNew ? FIRST_PERIOD : Math.min(2 * period, LONGEST_PERIOD);
        untilLook = period;
    }

    /** Compiled code was left for a place, or could go on there, for which there is no method yet. */
    private void noteMissing(Execution execution) {
        GuestFunction function = execution.currentFunction();
        if (compiler != null
                && function.isWasm()
                && isHead(function.code().safepoints().kind(execution.safepoint()))
                && codeHere(execution) == null) {
            note(function, execution.safepoint(), CompiledProgram.MISSED);
        }
    }

    private static boolean isHead(SafepointKind kind) {
        return kind == SafepointKind.LOOP_HEAD || kind == SafepointKind.CATCH;
    }

    private boolean note(GuestFunction function, int safepoint, int weight) {
        if (compiler == null || !function.isWasm() || function.index() < 0) {
            return false;
        }
        CompiledProgram program = CompiledProgram.of(function.instance().program());
        if (!program.note(function.index(), safepoint, weight)) {
            return false;
        }
        compiler.accept(program);
        return true;
    }

    private Exit step(Execution execution) {
        FrameCode code = execution.entryPending() ? null : codeHere(execution);
        if (code != null) {
            return run(execution, code);
        }
        return Interpreter.run(execution);
    }

    /** What goes on where the guest rests, or null if the interpreter must. */
    private @Nullable FrameCode codeHere(Execution execution) {
        GuestFunction function = execution.currentFunction();
        if (!function.isWasm() || function.index() < 0) {
            return null;
        }
        CompiledProgram program = compiled(function.instance().program());
        if (program == null || refuses != null && refuses.getAsBoolean()) {
            return null;
        }
        int safepoint = execution.safepoint();
        // Entries and heads of loops check the fuel once more, so who owes some must not pass there again.
        boolean owes = execution.fuel() < 0;
        if (safepoint == FunctionCode.ENTRY_SAFEPOINT && !owes) {
            return program.entry(function.index());
        }
        boolean isLoop = function.code().safepoints().kind(safepoint) == SafepointKind.LOOP_HEAD;
        return isLoop && owes ? null : program.continuation(function.index(), safepoint);
    }

    private static @Nullable CompiledProgram compiled(Program program) {
        return program.compilation() instanceof CompiledProgram compiled ? compiled : null;
    }

    private Exit run(Execution execution, FrameCode code) {
        Machine machine = machine(execution);
        int base = execution.base();
        GuestFunction function = execution.currentFunction();
        int locals = function.locals();
        int end = base + function.frameSlots();
        if (machine.takeLackOfRoom()) {
            execution.commitBeyond(end, EntryWriter.MOST_SLOTS);
        }
        long extent = Extent.of(base, EntryWriter.room(execution.slotLimit() - end));
        // Results take the place of the frame, its header included.
        long link = execution.link(base, locals);
        int callerBase = execution.callerBase(base, locals);
        machine.begin();
        code.run(machine, execution.fuel(), extent, execution.safepoint());
        if (machine.callsOn()) {
            GuestFunction pending = machine.callOn(extent);
            if (pending != null) {
                return enter(execution, machine, pending, base, link, callerBase);
            }
            machine.relink(link, callerBase);
        }
        machine.end();
        if (machine.hasReturned()) {
            return leave(execution, machine.fuel, link, callerBase);
        }
        if (machine.hasDeclined()) {
            int word = execution.currentFunction().code().resumeWord(execution.safepoint());
            execution.reenterAt(execution.function(), word, execution.base());
            return Interpreter.goOn(execution);
        }
        if (machine.thrown() != Reference.NULL) {
            Exit exit = Unwinding.unwind(execution, machine.thrown(), machine.throwingWord());
            return exit == null ? Interpreter.goOn(execution) : exit;
        }
        GuestFunction missed = machine.missed();
        if (missed != null) {
            note(missed, FunctionCode.ENTRY_SAFEPOINT, CompiledProgram.MISSED);
        }
        Exit exit = machine.exit();
        return exit == null ? Interpreter.goOn(execution) : exit;
    }

    /** A function that was called in place of the one at the bottom is to be entered as others are. */
    private static Exit enter(
            Execution execution, Machine machine, GuestFunction callee, int base, long link, int callerBase) {
        machine.end();
        execution.setFuel(machine.declinedFuel());
        if (link != Execution.ROOT) {
            execution.restAt(Execution.linkedFunction(link), Execution.linkedSafepoint(link), callerBase);
        }
        execution.beginEntry(callee, base, link);
        return Exit.ENTERS_COMPILED;
    }

    private static Exit leave(Execution execution, long fuel, long link, int callerBase) {
        execution.setFuel(fuel);
        if (link == Execution.ROOT) {
            return Exit.RETURNED;
        }
        execution.restAt(Execution.linkedFunction(link), Execution.linkedSafepoint(link), callerBase);
        GuestFunction caller = execution.currentFunction();
        if (!caller.isWasm()) {
            return Exit.HOST_FUNCTION;
        }
        execution.charge(caller.code().resumePrice(execution.safepoint()));
        // The guest is where a call returns; whoever runs such places goes on.
        return execution.fuel() < 0 ? Exit.OUT_OF_ALLOWANCE : Exit.ENTERS_COMPILED;
    }

    private Machine machine(Execution execution) {
        Instance instance = execution.currentFunction().instance();
        while (machines.size() <= instance.number()) {
            machines.add(null);
        }
        Machine machine = machines.get(instance.number());
        if (machine == null) {
            CompiledProgram program = compiled(instance.program());
            if (program == null) {
                throw new IllegalStateException("nothing of the instance is compiled");
            }
            machine = new Machine(execution, instance, program);
            machines.set(instance.number(), machine);
        }
        return machine;
    }

    /** Lets calls go to what was compiled since the last time. */
    private void takeNews(Execution execution) {
        List<Instance> instances = execution.store().instances();
        for (int i = 0; i < instances.size(); i++) {
            if (seenVersions.size() == i) {
                seenVersions.add(0);
            }
            Instance instance = instances.get(i);
            Compilation compilation = instance.program().compilation();
            if (compilation != null && compilation.version() != seenVersions.get(i)) {
                seenVersions.set(i, compilation.version());
                for (GuestFunction function : instance.functions()) {
                    if (function.instanceIfAny() == instance && compilation.isCompiled(function.index())) {
                        function.setCompiled(true);
                    }
                }
            }
        }
    }
}
