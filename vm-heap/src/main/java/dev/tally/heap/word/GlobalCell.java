package dev.tally.heap.word;

/**
 * A global of the guest: one word. What it means, a number or a reference, only its type knows, which is not kept here.
 */
public final class GlobalCell {
    /** What the quota is charged for each. */
    public static final int CHARGED_BYTES = Long.BYTES;

    /** The word; what is narrower than 64 bits lies in the low ones. */
    public long value;
}
