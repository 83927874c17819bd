package dev.tally.runtime.code;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Executable code of one function: words, safepoints and the layout of its frame. Immutable, shared by all guests of a
 * module.
 *
 * <pre>
 *   base                 base + locals        + 2
 *   +-----------+--------+--------+--------+-----------------+
 *   | arguments | locals | link   | caller | operands        |
 *   +-----------+--------+--------+--------+-----------------+
 * </pre>
 *
 * {@code link} is the caller's function and safepoint, {@code caller} the caller's base. Arguments are the caller's
 * topmost operands, and results take their place.
 */
public final class FunctionCode {
    /** Slots between locals and operands. */
    public static final int HEADER_SLOTS = 2;

    /** The number of the safepoint at function entry. */
    public static final int ENTRY_SAFEPOINT = 0;

    private static final long[] NO_WORDS = {};

    private final long[] words;
    private final int firstWord;
    private final long[] returns;
    private final int function;
    private final int parameters;
    private final int results;
    private final int locals;
    private final int frameSlots;
    private final int entryPrice;
    private final int longestPath;
    private final Safepoints safepoints;
    private final int[] originWords;
    private final int[] originOffsets;

    FunctionCode(
            long[] words,
            int function,
            int parameters,
            int results,
            int locals,
            int operandSlots,
            int entryPrice,
            int longestPath,
            Safepoints safepoints,
            int[] originWords,
            int[] originOffsets) {
        this.words = words;
        this.firstWord = 0;
        this.returns = NO_WORDS;
        this.function = function;
        this.parameters = parameters;
        this.results = results;
        this.locals = locals;
        this.frameSlots = locals + HEADER_SLOTS + operandSlots;
        this.entryPrice = entryPrice;
        this.longestPath = longestPath;
        this.safepoints = safepoints;
        this.originWords = originWords;
        this.originOffsets = originOffsets;
    }

    /** The same code, its words placed in a {@link CodeSpace} from an index on and no longer held here. */
    private FunctionCode(FunctionCode code, int firstWord) {
        this.words = NO_WORDS;
        this.firstWord = firstWord;
        this.returns = new long[code.safepoints.count()];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = Operation.pair(firstWord + code.safepoints.resumeWord(i), code.safepoints.price(i));
        }
        this.function = code.function;
        this.parameters = code.parameters;
        this.results = code.results;
        this.locals = code.locals;
        this.frameSlots = code.frameSlots;
        this.entryPrice = code.entryPrice;
        this.longestPath = code.longestPath;
        this.safepoints = code.safepoints;
        this.originWords = code.originWords;
        this.originOffsets = code.originOffsets;
    }

    FunctionCode placedAt(int index) {
        return new FunctionCode(this, index);
    }

    /** The words of code that is not placed yet; for reading only. */
    public long[] words() {
        return words;
    }

    /** Where in its code space it begins. */
    public int firstWord() {
        return firstWord;
    }

    /** The index of the function in its module, or −1 for the one that instantiates it. */
    public int function() {
        return function;
    }

    public int parameters() {
        return parameters;
    }

    public int results() {
        return results;
    }

    /** Parameters and declared locals. */
    public int locals() {
        return locals;
    }

    public int frameSlots() {
        return frameSlots;
    }

    /** Slots of the highest operand stack. */
    public int operandSlots() {
        return frameSlots - locals - HEADER_SLOTS;
    }

    /** Fuel that entering costs: the first block and the surcharge for many locals. */
    public int entryPrice() {
        return entryPrice;
    }

    /** The most fuel that lies on a path between two checks. */
    public int longestPath() {
        return longestPath;
    }

    public Safepoints safepoints() {
        return safepoints;
    }

    /** For each safepoint, where a return to it goes on and what that costs, as a {@link Operation#pair}. */
    public long[] returns() {
        return returns;
    }

    /** Where an execution that rests at a safepoint goes on, after the check, as an index into the code space. */
    public int resumeWord(int safepoint) {
        return firstWord + safepoints.resumeWord(safepoint);
    }

    /** What arriving at a safepoint by a return costs. */
    public int resumePrice(int safepoint) {
        return safepoints.price(safepoint);
    }

    /** The byte of the module that the operation before or at a word of the code space came from, or −1 if not known. */
    public long offsetOf(int word) {
        int place = Arrays.binarySearch(originWords, word - firstWord);
        int nearest = place >= 0 ? place : -place - 2;
        return nearest < 0 ? -1 : originOffsets[nearest] & 0xFFFFFFFFL;
    }

    /** The safepoints of a function, in the order of the code. */
    public static final class Safepoints {
        /** Kept because {@link SafepointKind#values()} makes a new array each time, and ticks ask. */
        private static final SafepointKind[] KINDS = SafepointKind.values();

        private final int[] resumeWords;
        private final int[] prices;
        private final byte[] kinds;
        private final int[] heights;
        private final @Nullable ReferenceOperand[] references;
        private final int[] offsets;

        /** Empty if no safepoint has one. */
        private final @Nullable Handler[] handlers;

        Safepoints(
                int[] resumeWords,
                int[] prices,
                byte[] kinds,
                int[] heights,
                @Nullable ReferenceOperand[] references,
                int[] offsets,
                @Nullable Handler[] handlers) {
            this.resumeWords = resumeWords;
            this.prices = prices;
            this.kinds = kinds;
            this.heights = heights;
            this.references = references;
            this.offsets = offsets;
            this.handlers = handlers;
        }

        public int count() {
            return resumeWords.length;
        }

        public int resumeWord(int safepoint) {
            return resumeWords[safepoint];
        }

        public int price(int safepoint) {
            return prices[safepoint];
        }

        public SafepointKind kind(int safepoint) {
            return KINDS[kinds[safepoint]];
        }

        /** How many operands are live; of a call that has not returned, its arguments are no longer among them. */
        public int height(int safepoint) {
            return heights[safepoint];
        }

        /** The topmost reference among the operands, which leads to the others; null when there is none. */
        public @Nullable ReferenceOperand references(int safepoint) {
            return references[safepoint];
        }

        /** What catches an exception that is thrown there; null when nothing in the function does. */
        public @Nullable Handler handler(int safepoint) {
            return handlers.length == 0 ? null : handlers[safepoint];
        }

        /** Where in the body the safepoint's instruction begins, in bytes from the body's first. */
        public int bodyOffset(int safepoint) {
            return offsets[safepoint];
        }
    }
}
