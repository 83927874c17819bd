package dev.tally.runtime.compile;

import java.lang.classfile.CodeBuilder;

/**
 * Where a frame begins and how far its callees may go, as one number: the base of the frame in the lower 32 bits, and in the upper
 * ones how many bytes methods may still take of the stack of Java. It is less than 0 if they may take none. Methods hand on one
 * number in place of two, which is one register and one addition less for each call.
 */
final class Extent {
    /** The variable in which generated methods have it. */
    static final int VARIABLE = Outlines.FUEL + 2;

    /** The first variable behind it. */
    static final int BEHIND = VARIABLE + 2;

    private Extent() {}

    /** One of its own, or what is to be added to another, if less is to be left of the room. */
    static long of(int base, int room) {
        return (long) room << Integer.SIZE | base;
    }

    static int base(long extent) {
        return (int) extent;
    }

    /** Writes what puts the base of the frame on top of the operands. */
    static CodeBuilder pushBase(CodeBuilder code) {
        return code.lload(VARIABLE).l2i();
    }
}
