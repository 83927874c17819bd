package dev.tally.runtime.compile;

import dev.tally.core.type.FunctionType;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.compile.LeavingPlace.Action;
import dev.tally.runtime.compile.Parts.Part;
import dev.tally.runtime.compile.SlotValues.Held;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the method of a function, step by step, from its lowered code. Charges, checks and safepoints are those of the
 * lowered code, so fuel and rests are the interpreter's without any rule being said twice.
 *
 * <p>Where the method must be left, what is live is written to the frame by one of the {@link Outlines}; the interpreter can go
 * on at any step, so whatever is rare or hard is simply left to it.
 */
final class MethodWriter {
    static final ClassDesc FAILURE = ClassDesc.of(RuntimeException.class.getName());

    private final int function;
    private final Steps steps;
    private final FunctionType type;
    private final SlotLiveness liveness;
    private final Inlinees inlinees;
    private final EscapeAnalysis escapes;

    /** The call in whose place the function is written, if it has no method of its own. */
    private final @Nullable InlinedCall inlined;

    private final Outlines outlines;
    private final OutlinedCalls outlined;
    private final Metering metering;
    private final CodeBuilder code;
    private final CallWriter calls;
    private final StorageWriter storage;
    private final StructureWriter structures;
    private final ResumableWriter resumables;
    private final SlotValues values;
    private final EntryWriter entries;
    private final LeavingWriter leaving;
    private final ReturnWriter returns;
    private final FuelWriter fuel;
    private BranchWriter branches;

    /** What the last step feeds to the one at hand. */
    private @Nullable Kind fed;

    private @Nullable VirtualStructure fedStructure;
    private int at;

    /** The step behind the last. */
    private int end;

    private boolean wholeFunction;
    private boolean isPart;
    private boolean reachable = true;

    /** Parts that stand behind the code. */
    private final List<Runnable> coldParts = new ArrayList<>();

    MethodWriter(FunctionBody body, Inlinees inlinees, Outlines outlines, Metering metering, CodeBuilder code) {
        this(body, inlinees, EscapeAnalysis.of(body, inlinees), outlines, metering, code, null, Extent.BEHIND);
    }

    private MethodWriter(
            FunctionBody body,
            Inlinees inlinees,
            EscapeAnalysis escapes,
            Outlines outlines,
            Metering metering,
            CodeBuilder code,
            @Nullable InlinedCall inlined,
            int firstVariable) {
        ValidModule module = body.module();
        this.function = body.function();
        this.steps = body.steps();
        this.type = body.type();
        this.liveness = body.liveness();
        this.inlinees = inlinees;
        this.escapes = escapes;
        this.inlined = inlined;
        this.outlines = outlines;
        this.outlined = new OutlinedCalls(this, outlines, code);
        this.metering = metering;
        this.code = code;
        this.fuel = new FuelWriter(this, metering, code);
        this.calls = new CallWriter(this, metering, code, module, function, steps);
        this.storage = new StorageWriter(this, code, module, steps);
        this.resumables = new ResumableWriter(this, storage, metering, code, module, function, steps);
        this.values = new SlotValues(code, steps, liveness, body.localKinds(), firstVariable);
        this.structures = new StructureWriter(this, values, storage, metering, code, body, escapes);
        this.leaving = new LeavingWriter(code, function, steps.code().frameSlots());
        this.returns = new ReturnWriter(this, values, metering, code, steps, type, inlined);
        this.entries = new EntryWriter(this, values, code, steps, type, liveness);
        this.branches = new BranchWriter(this, values, fuel, code, steps, liveness, 0, steps.count(), null);
    }

    // The method as a whole.

    /** Writes the method of a function. */
    void write() {
        Label start = code.newBoundLabel();
        wholeFunction = true;
        entries.writeCalled(storage, inlinees.frameSlots());
        writeMethod(start, 0, steps.count());
    }

    /** Writes a method that goes on at a safepoint where a guest rests, from what is in its frame; a loop begins with its charge. */
    void writeFrom(int safepoint) {
        Label start = code.newBoundLabel();
        int first = steps.firstFrom(safepoint);
        branches = new BranchWriter(this, values, fuel, code, steps, liveness, first, steps.count(), null);
        storage.begin(first, steps.count());
        values.takeFromFrame(liveness.atSafepoint(safepoint));
        writeMethod(start, first, steps.count());
    }

    /** Writes the method of a part, which takes the number of its entry and answers that of the next, or −1. */
    void write(Parts all, Part part) {
        Label start = code.newBoundLabel();
        wholeFunction = true;
        isPart = true;
        int entry = values.newVariable(1);
        values.keepOnly(steps, part.from(), part.to());
        branches = new BranchWriter(this, values, fuel, code, steps, liveness, part.from(), part.to(), all);
        storage.begin(part.from(), part.to());
        entries.writePart(branches, part, entry);
        reachable = false;
        writeMethod(start, part.from(), part.to());
    }

    /** Writes the method of a function in parts, which runs them. */
    void writeAround() {
        wholeFunction = true;
        entries.writeAround();
        writeColdParts();
    }

    /** Writes a function in the place of a call; its arguments are on top of the operands, and then its result is. */
    void writeInlined(Inlinee callee, InlinedCall call) {
        MethodWriter writer = new MethodWriter(
                callee.body(),
                Inlinees.none(callee.steps()),
                escapes.ofCallee(call.step(), callee),
                outlines,
                metering.ofInlined(),
                code,
                call,
                values.nextVariable());
        writer.writeInlined(storage, values, call.step().a());
        coldParts.addAll(writer.coldParts);
        values.newVariable(writer.values.nextVariable() - values.nextVariable());
    }

    private void writeInlined(StorageWriter storageOfCaller, SlotValues valuesOfCaller, int firstArgument) {
        storage.beginInlined(storageOfCaller);
        entries.writeInlined();
        for (int i = 0; i < type.parameters().size(); i++) {
            values.holds(i, valuesOfCaller.structure(firstArgument + i));
        }
        writeSteps(0, steps.count());
    }

    private void writeMethod(Label start, int first, int behind) {
        writeSteps(first, behind);
        if (reachable && isPart) {
            branches.leaveForPart(end);
        }
        writeColdParts();
        leaving.trap(start, code.newBoundLabel());
        returns.returnStopped();
    }

    private void writeSteps(int first, int behind) {
        end = behind;
        LoopWriter loops = new LoopWriter(this, values, branches, fuel, code, steps, liveness);
        TableArms arms = new TableArms(this, values, branches, fuel, code, steps, first, end);
        boolean paysForRounds = metering.paysForRounds();
        if (paysForRounds) {
            branches.letPayLater(arms);
        }
        for (at = first; at < end; at++) {
            if (arrive() && !(paysForRounds && (arms.write(at) || loops.write(at, end)))) {
                writeStep();
            }
        }
    }

    private void writeColdParts() {
        for (int i = 0; i < coldParts.size(); i++) {
            coldParts.get(i).run();
        }
    }

    /** Writes values to the frame that it may not have yet. */
    void writeToFrame(BitSet live) {
        outlined.writeToFrame(hold(live));
    }

    // What a step makes.

    /** The result of the step at hand is on top of the operands. */
    void result(Step step, Kind kind) {
        if (step.feeds()) {
            fed = kind;
        } else if (isReadNextAlone(step.a())) {
            values.leaveOnTop(step.a(), kind);
        } else {
            values.pop(step.a(), kind);
        }
    }

    /** Whether the next step takes this slot before anything else, and nobody reads it later. */
    private boolean isReadNextAlone(int slot) {
        int next = at + 1;
        if (values.isLocal(slot) || next >= end || branches.label(next) != null) {
            return false;
        }
        Step step = steps.get(next);
        if (Operands.takenFirst(step) != slot || Operands.takenLater(step, slot)) {
            return false;
        }
        boolean[] isLive = {false};
        steps.successors(
                step, word -> isLive[0] |= liveness.before(steps.at(word)).get(slot));
        return !isLive[0];
    }

    /** A constant that is fed to a copy becomes that of its slot, too. */
    private void constant(Step step, long value) {
        if (step.feeds() && steps.get(at + 1).operation() != Operation.FED_COPY) {
            Kind kind = value == (int) value ? Kind.INT : Kind.LONG;
            kind.load(code, value);
            fed = kind;
        } else {
            values.setConstant(step.a(), value);
        }
    }

    private void copy(Step step) {
        if (values.isConstant(step.b())) {
            constant(step, values.constant(step.b()));
        } else {
            VirtualStructure structure = values.structure(step.b());
            Kind kind = values.kindOf(step.b());
            values.push(step.b(), kind);
            result(step, kind);
            holds(step, structure);
        }
    }

    /** The result of the step at hand, which has been taken, refers to a structure that is not written, or to none such. */
    void holds(Step step, @Nullable VirtualStructure structure) {
        if (step.feeds()) {
            fedStructure = structure;
        } else {
            values.holds(step.a(), structure);
        }
    }

    // Fuel and rests.

    void charge(int price) {
        fuel.charge(price);
    }

    /** Comes to rest at a safepoint if the guest owes; what is live there is held in the kinds of now. */
    void restIfOwed(int safepoint) {
        restIfOwed(safepoint, hold(liveness.atSafepoint(safepoint)));
    }

    void restIfOwed(int safepoint, List<Held> held) {
        fuel.restIfOwed(safepoint, held);
    }

    /** Leaves the step at hand and what follows to the interpreter. */
    void leaveToInterpreter(List<Held> held, int word) {
        leave(Action.INTERPRET, 0, word, held);
    }

    /** Leaves the method. */
    void leave(Action action, int safepoint, int word, List<Held> held) {
        if (inlined != null) {
            inlined.decline();
            return;
        }
        fuel.giveExcess();
        structures.writeAll(held);
        leaving.leave(action, safepoint, word, held);
        returns.returnStoppedWithAnswer();
    }

    void cold(Label label, Runnable part) {
        int line = line();
        long excess = fuel.excess();
        coldParts.add(() -> {
            fuel.become(excess);
            code.labelBinding(label);
            code.lineNumber(line);
            part.run();
        });
    }

    void outline(ClassDesc result, List<Held> held, Consumer<Outlines.Body> body) {
        outlined.call(result, held, body);
    }

    /** The line of the table that tells the step at hand. */
    int line() {
        return steps.get(Math.min(at, steps.count() - 1)).at() + 1;
    }

    // Steps.

    /** Writes steps of a loop or of an arm, at the first of which the method has arrived; answers whether what follows is reached. */
    boolean write(int from, int to) {
        reachable = true;
        for (at = from; at < to; at++) {
            if (at == from || arrive()) {
                writeStep();
            }
        }
        at = to - 1;
        return reachable;
    }

    /** Arrives at the step at hand, from the one before or from branches; answers whether anybody does. */
    private boolean arrive() {
        Label label = branches.label(at);
        if (label == null) {
            return reachable;
        }
        if (reachable) {
            values.conform(at);
            fuel.settle(0, at);
        }
        reachable = values.isReached(at);
        if (reachable) {
            fuel.become(fuel.excessAt(at));
            values.arrive(at);
            code.labelBinding(label);
        }
        return reachable;
    }

    private void writeStep() {
        Step step = steps.get(at);
        if (inlined != null && LeafPaths.isEnd(step)) {
            inlined.decline();
            endHere();
            return;
        }
        code.lineNumber(step.at() + 1);
        if (step.isFed()) {
            writeFed(step);
            return;
        }
        if (structures.isOfMade(step)) {
            structures.setNextField(step);
            return;
        }
        if (structures.accessVirtual(step)) {
            return;
        }
        fuel.guard(step);
        if (Arithmetic.knows(step.operation())) {
            Arithmetic.write(this, code, step);
            return;
        }
        if (Steps.isConditional(step.operation())) {
            branches.conditional(step);
            return;
        }
        switch (step.operation()) {
            case Operation.COPY -> copy(step);
            case Operation.CONSTANT -> constant(step, step.wideNumber());
            case Operation.CONSTANT_WIDE -> constant(step, step.second());
            case Operation.SELECT -> writeSelect(step);
            case Operation.MOVE -> writeMove(step);
            case Operation.GLOBAL_GET -> storage.globalGet(step);
            case Operation.GLOBAL_SET -> storage.globalSet(step);
            case Operation.CHARGE -> writeCharge(step);
            case Operation.BRANCH -> {
                branches.branch(step.at() + 1);
                endHere();
            }
            case Operation.BRANCH_TABLE -> {
                branches.table(step);
                endHere();
            }
            case Operation.RETURN, Operation.RETURN_MANY -> {
                fuel.settle(0);
                returns.write(step);
                endHere();
            }
            case Operation.CALL -> calls.call(step);
            case Operation.CALL_INDIRECT, Operation.CALL_REF -> calls.callIndirect(step);
            case Operation.RETURN_CALL, Operation.RETURN_CALL_INDIRECT, Operation.RETURN_CALL_REF ->
                calls.returnCall(step);
            case Operation.THROW, Operation.THROW_REF -> calls.throwException(step);
            case Operation.INDEXED -> storage.indexed(step);
            case Operation.RESUMABLE -> resumables.write(step);
            case Operation.STRUCT_NEW -> structures.make(step);
            case Operation.REQUIRE -> storage.require(step);
            case Operation.REF_FUNC -> storage.functionReference(step);
            case Operation.REF_TEST -> {
                storage.testType(step);
                result(step, Kind.INT);
            }
            case Operation.REF_CAST -> storage.cast(step);
            default -> {
                if (Operation.isAccess(step.operation())) {
                    storage.access(step);
                } else if (step.operation() >= Operation.FIELD_GET && step.operation() <= Operation.ARRAY_LENGTH) {
                    storage.objectAccess(step);
                } else {
                    leaveHere(step);
                }
            }
        }
    }

    /** Leaves this step to the interpreter, always. */
    void leaveHere(Step step) {
        if (values.hasOneOnTop()) {
            throw new IllegalStateException("a value is on the operands of the JVM that no step takes");
        }
        leaveToInterpreter(hold(liveBefore()), step.at());
        endHere();
    }

    /** The step is written, and what follows it is not reached from it. */
    void endAt(int step) {
        at = step;
        endHere();
    }

    /** What follows the step at hand is not reached from it. */
    void endHere() {
        reachable = false;
    }

    private void writeFed(Step step) {
        Kind given = fed;
        VirtualStructure structure = fedStructure;
        fed = null;
        fedStructure = null;
        if (step.operation() != Operation.FED_COPY) {
            Arithmetic.writeFed(this, code, step, Objects.requireNonNull(given, "a step that is fed by none"));
            return;
        }
        if (given != null) {
            values.pop(steps.get(at - 1).a(), given);
            values.holds(steps.get(at - 1).a(), structure);
        }
        copy(step);
    }

    private void writeSelect(Step step) {
        boolean narrow = values.kindOf(step.b()) == Kind.INT && values.kindOf(step.c()) == Kind.INT;
        Kind left = values.kindOf(step.b()).exact();
        Kind kind = narrow ? Kind.INT : left == values.kindOf(step.c()).exact() ? left : Kind.LONG;
        Label otherwise = code.newLabel();
        Label end = code.newLabel();
        values.push((int) step.second(), Kind.INT);
        code.ifeq(otherwise);
        values.push(step.b(), kind);
        code.goto_(end).labelBinding(otherwise);
        values.push(step.c(), kind);
        code.labelBinding(end);
        result(step, kind);
    }

    private void writeMove(Step step) {
        Kind[] moved = new Kind[step.c()];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = values.kindOf(step.b() + i);
            values.push(step.b() + i, moved[i]);
        }
        for (int i = moved.length - 1; i >= 0; i--) {
            values.pop(step.a() + i, moved[i]);
        }
    }

    private void writeCharge(Step step) {
        charge(step.c());
        if (step.checks()) {
            if (branches.label(at + 1) != null) {
                values.conform(at + 1);
                values.arrive(at + 1);
            }
            restIfOwed(step.checkedSafepoint());
        }
    }

    // For those who write steps of a kind.

    /** What is written in place of a step that calls, or null. */
    @Nullable
    Inlinee inlineeAt(Step step) {
        return inlinees.at(step);
    }

    /** What is live before the step at hand; for reading only. */
    BitSet liveBefore() {
        return liveness.before(at);
    }

    /** Puts on top whether the reference of a step is of the type that the step names. */
    void testType(Step step) {
        storage.testType(step);
    }

    void push(int slot, Kind kind) {
        values.push(slot, kind);
    }

    void pop(int slot, Kind kind) {
        values.pop(slot, kind);
    }

    void pushFromFrame(int slot, Kind kind) {
        values.pushFromFrame(slot, kind);
    }

    boolean holdsZero(int slot) {
        return values.isConstant(slot) && values.constant(slot) == 0;
    }

    /** Whether a branch goes on behind itself, always. */
    boolean isNeverTaken(Step branch) {
        return escapes.isNeverTaken(steps.at(branch.at()));
    }

    /** Whether somebody branches to a step. */
    boolean isTarget(int step) {
        return branches.label(step) != null;
    }

    Kind heldKind(int slot) {
        return values.kindOf(slot);
    }

    List<Held> hold(BitSet live) {
        return values.hold(live);
    }

    int newVariable(int size) {
        return values.newVariable(size);
    }

    ReturnWriter returns() {
        return returns;
    }

    LeavingWriter leaving() {
        return leaving;
    }

    BranchWriter branches() {
        return branches;
    }

    FuelWriter fuel() {
        return fuel;
    }

    /** Calls the function in its own place. */
    void beginAgain(int firstArgument) {
        entries.writeAgain(firstArgument);
        endHere();
    }

    boolean isWholeFunction() {
        return wholeFunction;
    }

    boolean isPart() {
        return isPart;
    }

    /** Whether the function has this one method, which neither is a part nor begins at a loop. */
    boolean isAllOfFunction() {
        return wholeFunction && !isPart;
    }
}
