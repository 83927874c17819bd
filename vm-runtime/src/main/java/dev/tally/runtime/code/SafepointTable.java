package dev.tally.runtime.code;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.primitive.ByteArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/** The safepoints of a function while it is lowered; they are numbered in the order of the body. */
final class SafepointTable {
    private static final @Nullable Handler[] NO_HANDLERS = {};

    private final IntArrayList resumeWords = new IntArrayList();
    private final IntArrayList prices = new IntArrayList();
    private final ByteArrayList kinds = new ByteArrayList();
    private final IntArrayList heights = new IntArrayList();
    private final List<@Nullable ReferenceOperand> references = new ArrayList<>();
    private final IntArrayList offsets = new IntArrayList();
    private final List<@Nullable Handler> handlers = new ArrayList<>();
    private boolean handles;

    /** Adds a safepoint and answers its number. */
    int add(
            SafepointKind kind,
            int height,
            @Nullable ReferenceOperand topmostReference,
            int bodyOffset,
            @Nullable Handler handler) {
        resumeWords.add(0);
        prices.add(0);
        kinds.add((byte) kind.ordinal());
        heights.add(height);
        references.add(topmostReference);
        offsets.add(bodyOffset);
        handlers.add(handler);
        handles |= handler != null;
        return kinds.size() - 1;
    }

    void setResumeWord(int safepoint, int word) {
        resumeWords.set(safepoint, word);
    }

    void setPrice(int safepoint, int price) {
        prices.set(safepoint, price);
    }

    int count() {
        return kinds.size();
    }

    FunctionCode.Safepoints build() {
        return new FunctionCode.Safepoints(
                resumeWords.toArray(),
                prices.toArray(),
                kinds.toArray(),
                heights.toArray(),
                references.toArray(new ReferenceOperand[0]),
                offsets.toArray(),
                handles ? handlers.toArray(new Handler[0]) : NO_HANDLERS);
    }
}
