package dev.tally.runtime.digest;

import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.code.ReferenceOperand;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.GuestGlobal;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.Store;
import java.util.BitSet;
import java.util.List;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.impl.block.factory.HashingStrategies;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectIntHashMapWithHashingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of all that a guest's future depends on, and of nothing else: outcome, live frames, memories, tables,
 * globals, segments and reachable objects, in canonical order. Dead locals count as zero; fuel, counters and the layout
 * of the arena do not count at all. Two runs that were cut into ticks differently have the same digest wherever the guest
 * itself caused the rest.
 */
public final class StateDigest {
    /** Names what counts and in which order; certificates quote it. */
    public static final String VERSION = "tally state 1";

    private final Store store;
    private final DigestWriter writer;
    private final MutableObjectIntMap<Object> shared =
            new ObjectIntHashMapWithHashingStrategy<>(HashingStrategies.identityStrategy());

    private StateDigest(Store store) {
        this.store = store;
        this.writer = new DigestWriter(store);
    }

    /**
     * The digest of a guest at rest.
     *
     * @param outcome the outcome of the last tick, and the kind of the trap if there was one
     * @param standing what there is on the stack
     * @param waiting a function that the host has called and that waits for instantiation, or null
     * @param results the types of the results that lie at the bottom of the stack
     */
    public static String of(
            Store store,
            Execution execution,
            String outcome,
            Standing standing,
            @Nullable GuestFunction waiting,
            List<ValueType> results) {
        StateDigest digest = new StateDigest(store);
        digest.writer.text(VERSION);
        digest.writer.text(outcome);
        digest.writer.text(standing.name());
        digest.values(results, execution.slots(), 0);
        digest.prepared(waiting, execution.slots(), 0);
        if (standing == Standing.FRAMES || standing == Standing.FRAMES_WITH_ANSWER) {
            digest.stack(execution, standing == Standing.FRAMES_WITH_ANSWER);
        }
        for (Instance instance : store.instances()) {
            digest.instance(instance);
        }
        return digest.writer.finish();
    }

    /** What there is on the stack beside results and prepared arguments. */
    public enum Standing {
        /** No call is in progress. */
        NONE,
        /** Instantiation of a module has still to begin, and no call before it. */
        BEFORE_INSTANTIATION,
        /** A call or an instantiation is in progress. */
        FRAMES,
        /** The same; the function of the host on top has been given its results. */
        FRAMES_WITH_ANSWER
    }

    /** A function that is to be entered and its arguments, or that there is none. */
    private void prepared(@Nullable GuestFunction function, long[] slots, int base) {
        writer.number(function == null ? 0 : 1);
        if (function != null) {
            writer.function(function);
            values(function.type().parameters(), slots, base);
        }
    }

    private void values(List<ValueType> types, long[] slots, int base) {
        for (int i = 0; i < types.size(); i++) {
            writer.slot(slots[base + i], types.get(i) instanceof ReferenceType);
        }
    }

    private void stack(Execution execution, boolean answered) {
        boolean pending = execution.entryPending();
        prepared(
                pending ? store.function(execution.pendingFunction()) : null,
                execution.slots(),
                execution.pendingBase());
        if (!execution.entryPendingFromHost()) {
            frames(execution, pending ? execution.pendingBase() : -1, answered);
        }
    }

    /**
     * All frames.
     *
     * @param operandsEnd where the operands of the topmost end, or −1 if its safepoint says it
     * @param answered whether the topmost is of a function of the host and holds its results
     */
    private void frames(Execution execution, int operandsEnd, boolean answered) {
        writer.number(execution.prepaid());
        writer.number(execution.owedToHost());
        GuestFunction function = execution.currentFunction();
        int safepoint = execution.safepoint();
        int base = execution.base();
        int end = operandsEnd;
        while (true) {
            if (answered && base == execution.base()) {
                writer.function(function);
                values(function.type().results(), execution.slots(), base);
            } else {
                frame(execution.slots(), function, safepoint, base, end);
            }
            long link = execution.link(base, function.locals());
            if (link == Execution.ROOT) {
                return;
            }
            end = base;
            base = execution.callerBase(base, function.locals());
            function = store.function(Execution.linkedFunction(link));
            safepoint = Execution.linkedSafepoint(link);
        }
    }

    /** One frame; {@code end} is the base of the frame above it, or −1 for the topmost. */
    private void frame(long[] slots, GuestFunction function, int safepoint, int base, int end) {
        writer.function(function);
        writer.number(safepoint);
        if (!function.isWasm()) {
            values(function.type().parameters(), slots, base);
            return;
        }
        FunctionCode code = function.code();
        if (function.index() >= 0) {
            locals(slots, function, safepoint, base);
        }
        int firstOperand = base + code.locals() + FunctionCode.HEADER_SLOTS;
        int height = end < 0 ? code.safepoints().height(safepoint) : end - firstOperand;
        BitSet references = new BitSet();
        for (ReferenceOperand operand = code.safepoints().references(safepoint);
                operand != null;
                operand = operand.below()) {
            references.set(operand.height());
        }
        writer.number(height);
        for (int i = 0; i < height; i++) {
            writer.slot(slots[firstOperand + i], references.get(i));
        }
    }

    private void locals(long[] slots, GuestFunction function, int safepoint, int base) {
        Liveness liveness = function.instance().program().liveness(function.index());
        List<ValueType> types = localTypes(function);
        for (int i = 0; i < types.size(); i++) {
            long value = liveness.isLive(safepoint, i) ? slots[base + i] : 0;
            writer.slot(value, types.get(i) instanceof ReferenceType);
        }
    }

    private static List<ValueType> localTypes(GuestFunction function) {
        var module = function.instance().program().module();
        int defined = function.index() - module.spaces().importedFunctions();
        return module.definition().functions().get(defined).localTypes(function.type());
    }

    private void instance(Instance instance) {
        writer.text(instance.program().digest());
        for (int i = 0; i < instance.memoryCount(); i++) {
            LinearMemory memory = instance.memory(i);
            if (isNew(memory)) {
                writer.bytes(memory.bytes(), 0, (int) memory.byteSize());
            }
        }
        for (int i = 0; i < instance.tableCount(); i++) {
            ReferenceTable table = instance.table(i);
            if (isNew(table)) {
                writer.number(table.size());
                for (int j = 0; j < table.size(); j++) {
                    writer.reference(table.get(j));
                }
            }
        }
        for (int i = 0; i < instance.globalCount(); i++) {
            GuestGlobal global = instance.global(i);
            if (isNew(global)) {
                writer.slot(global.cell().value, global.type().type() instanceof ReferenceType);
            }
        }
        for (int i = 0; i < instance.elementCount(); i++) {
            int[] references = instance.element(i);
            writer.number(references.length);
            for (int reference : references) {
                writer.reference(reference);
            }
        }
        for (int i = 0; i < instance.dataCount(); i++) {
            writer.number(instance.data(i).length);
        }
    }

    /** Writes the number of something that instances may share, and says whether it was met for the first time. */
    private boolean isNew(Object thing) {
        boolean first = !shared.containsKey(thing);
        writer.number(shared.getIfAbsentPut(thing, shared.size()));
        return first;
    }
}
