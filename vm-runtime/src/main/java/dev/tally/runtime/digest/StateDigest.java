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

/**
 * The SHA-256 of all that a guest's future depends on, and of nothing else: outcome, live frames, memories, tables,
 * globals, segments and reachable objects, in canonical order. Dead locals count as zero; fuel, counters and the layout
 * of the arena do not count at all. Two runs that were cut into ticks differently have the same digest wherever the guest
 * itself caused the rest.
 */
public final class StateDigest {
    private static final String VERSION = "tally state 1";

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
     * @param hasFrames whether a call is in progress; otherwise the stack does not count
     * @param results the types of the results that lie at the bottom of the stack
     */
    public static String of(
            Store store, Execution execution, String outcome, boolean hasFrames, List<ValueType> results) {
        StateDigest digest = new StateDigest(store);
        digest.writer.text(VERSION);
        digest.writer.text(outcome);
        for (int i = 0; i < results.size(); i++) {
            digest.writer.slot(execution.slots()[i], results.get(i) instanceof ReferenceType);
        }
        if (hasFrames) {
            digest.frames(execution);
        }
        for (Instance instance : store.instances()) {
            digest.instance(instance);
        }
        return digest.writer.finish();
    }

    private void frames(Execution execution) {
        writer.number(execution.prepaid());
        GuestFunction function = execution.currentFunction();
        int safepoint = execution.safepoint();
        int base = execution.base();
        int end = -1;
        while (true) {
            frame(execution.slots(), function, safepoint, base, end);
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
            List<ValueType> parameters = function.type().parameters();
            for (int i = 0; i < parameters.size(); i++) {
                writer.slot(slots[base + i], parameters.get(i) instanceof ReferenceType);
            }
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
