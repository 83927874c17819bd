package dev.tally.runtime;

import dev.tally.heap.word.SlotStack;

/**
 * The budgets of a guest.
 *
 * @param fuelPerTick fuel that {@link Guest#tick()} grants
 * @param bytes quota of the guest's arena: memories, tables, globals, strings, handles and the whole stack
 * @param stackSlots size of the guest's stack in slots of 8 bytes, at most 2^30, charged to {@code bytes} when the guest is
 *     spawned; a call takes one for each local and each operand at their highest, and two more
 */
public record Limits(long fuelPerTick, long bytes, int stackSlots) {
    private static final long DEFAULT_FUEL_PER_TICK = 1_000_000;
    private static final long DEFAULT_BYTES = 64L << 20;
    private static final int DEFAULT_STACK_SLOTS = 1 << 17;

    public Limits {
        if (fuelPerTick <= 0) {
            throw new IllegalArgumentException("fuelPerTick must be positive, not " + fuelPerTick);
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("bytes must be positive, not " + bytes);
        }
        if (stackSlots <= 0) {
            throw new IllegalArgumentException("stackSlots must be positive, not " + stackSlots);
        }
        if (stackSlots > SlotStack.MOST_SLOTS) {
            throw new IllegalArgumentException(
                    "stackSlots must be at most " + SlotStack.MOST_SLOTS + ", not " + stackSlots);
        }
        if ((long) stackSlots * Long.BYTES > bytes) {
            throw new IllegalArgumentException("a stack of " + stackSlots + " slots takes "
                    + (long) stackSlots * Long.BYTES + " bytes, more than the quota of " + bytes
                    + "; lower stackSlots or raise bytes");
        }
    }

    /** One million fuel per tick, 64 MiB, of which 1 MiB is stack. */
    public static Limits defaults() {
        return new Limits(DEFAULT_FUEL_PER_TICK, DEFAULT_BYTES, DEFAULT_STACK_SLOTS);
    }

    /** These limits with another grant for each tick. */
    public Limits withFuelPerTick(long newFuelPerTick) {
        return new Limits(newFuelPerTick, bytes, stackSlots);
    }

    /** These limits with another quota, of which the stack takes as much as before. */
    public Limits withBytes(long newBytes) {
        return new Limits(fuelPerTick, newBytes, stackSlots);
    }

    /** These limits with another stack. */
    public Limits withStackSlots(int newStackSlots) {
        return new Limits(fuelPerTick, bytes, newStackSlots);
    }
}
