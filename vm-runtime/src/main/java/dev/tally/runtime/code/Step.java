package dev.tally.runtime.code;

import dev.tally.core.isa.Opcode;

/**
 * One operation of lowered code, taken apart: its {@link Operation words} and where they stand.
 *
 * @param at the index of its first word in the function's code
 * @param end the index behind its last word
 * @param first the first word
 * @param second the word behind, or 0
 * @param third the word behind that, or 0
 */
public record Step(int at, int end, long first, long second, long third) {
    private static final Opcode[] OPCODES = Opcode.values();

    /** The code of the operation; of one that is fed, one of those that are named so. */
    public int operation() {
        return (int) first & 0xFF;
    }

    public boolean isFed() {
        return Operation.isFed(first);
    }

    /** Whether its result goes to the next step and nowhere else. */
    public boolean feeds() {
        return ((int) first & Operation.FEEDS) != 0 && (isFed() || Selection.feeds(operation()));
    }

    /** The extra field without its flags. */
    public int kind() {
        return (int) first >>> 8 & Operation.KIND_MASK;
    }

    /** The whole extra field. */
    public int extra() {
        return (int) first >>> 8 & 0xFF;
    }

    public int a() {
        return (int) first >>> 16 & 0xFFFF;
    }

    public int b() {
        return (int) (first >>> 32) & 0xFFFF;
    }

    public int c() {
        return (int) (first >>> 48);
    }

    /** The field {@code c} as a signed number. */
    public int number() {
        return (int) (first >> 48);
    }

    /** The fields {@code b} and {@code c} as one signed number. */
    public int wideNumber() {
        return (int) (first >> 32);
    }

    /** The numeric operation that the extra field selects. */
    public Opcode opcode() {
        return OPCODES[extra()];
    }

    /** The upper half of the second word: a function, a type, a tag or a first index. */
    public int high() {
        return (int) (second >>> 32);
    }

    /** The lower half of the second word: a safepoint or a second index. */
    public int low() {
        return (int) second;
    }

    /** The safepoint of a check. */
    public int checkedSafepoint() {
        return (int) (first >>> 16);
    }

    public boolean checks() {
        return operation() == Operation.CHARGE && !isFed() && ((int) first & Operation.CHECKS) != 0;
    }
}
