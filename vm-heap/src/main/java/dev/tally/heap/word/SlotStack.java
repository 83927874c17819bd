package dev.tally.heap.word;

import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.quota.Quota;
import dev.tally.heap.quota.QuotaExceededException;

/**
 * The guest's stack: slots of 64 bits, reserved and charged as a whole, committed only as far as frames have reached or are soon
 * to reach. So how deep a guest may call never depends on what else it asks for, and an idle guest is small. What the slots hold
 * is for the frames to know.
 */
public final class SlotStack {
    public static final int SLOT_BYTES = Long.BYTES;

    /** The longest stack: the highest power of two that an array can have. */
    public static final int MOST_SLOTS = 1 << 30;

    /** What the first commitment makes room for: a few shallow frames. */
    private static final int FIRST_SLOTS = 64;

    private static final long[] NO_SLOTS = {};

    private final Quota quota;
    private final BackingArrays arrays;
    private final int limit;
    private long[] slots = NO_SLOTS;

    /**
     * Made by the arena.
     *
     * @throws QuotaExceededException if so many slots do not fit; nothing is changed then
     */
    @SuppressWarnings("exports") // Only the arena makes one.
    public SlotStack(Quota quota, BackingArrays arrays, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a stack of " + limit + " slots is negative");
        }
        if (limit > MOST_SLOTS) {
            throw new IllegalArgumentException("a stack of " + limit + " slots exceeds the most, " + MOST_SLOTS);
        }
        this.quota = quota;
        this.arrays = arrays;
        this.limit = limit;
        long requested = (long) limit * SLOT_BYTES;
        if (!quota.request(requested)) {
            String what = "a stack of " + limit + " slots";
            throw new QuotaExceededException(what, requested, quota.charged(), quota.limit());
        }
    }

    /**
     * The backing array, and another one after more was committed. Its length is a power of two, so that tiers can bound
     * indices by a mask; slots from {@link #limit()} on are not used.
     */
    public long[] slots() {
        return slots;
    }

    /** The slots that may ever be used. */
    public int limit() {
        return limit;
    }

    /**
     * Makes the array at least so long; what it holds stays, new slots are zero.
     *
     * @param needed slots, at most {@link #limit()}
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing is changed then
     */
    public void commit(int needed) {
        if (needed > limit) {
            throw new IndexOutOfBoundsException(needed + " slots of a stack of " + limit);
        }
        if (needed > slots.length) {
            slots = arrays.resized(slots, powerOfTwo(Math.max(needed, Math.min(FIRST_SLOTS, limit))));
        }
    }

    /** Gives everything back; the stack has no slots afterwards. For the arena, which knows its stacks. */
    public void discard() {
        quota.release((long) limit * SLOT_BYTES);
        arrays.dropped((long) slots.length * SLOT_BYTES);
        slots = NO_SLOTS;
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast <= 1 ? atLeast : Integer.highestOneBit(atLeast - 1) << 1;
    }
}
