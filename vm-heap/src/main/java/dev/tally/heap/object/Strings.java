package dev.tally.heap.object;

import dev.tally.heap.account.Ledger;
import dev.tally.heap.memory.LittleEndian;
import java.util.Arrays;

/**
 * Strings as objects of the arena: immutable sequences of UTF-16 code units, lone surrogates included. {@link ObjectLayout}
 * draws them.
 *
 * <p>What makes a string answers with its reference, or with {@link Reference#NULL} if the quota refuses it; nothing is
 * changed then. The array beneath grows if it must, unless {@link #reserve} has seen to it before; only that can throw. Nothing
 * here checks for the guest: references must be of strings, indexes within them and lengths within {@link #MAX_UNITS}, which
 * the caller has made sure of. No operation but those with {@code String} allocates on the JVM heap, growth apart.
 */
public final class Strings {
    /**
     * The longest string. Two of this length and what joins them still fit into one object space, no sum of two lengths
     * exceeds an {@code int}, and each of them can be a {@code String} of the JVM.
     */
    public static final int MAX_UNITS = 1 << 28;

    private final ObjectSpace space;
    private final Ledger ledger;

    /** Made by the arena. */
    @SuppressWarnings("exports") // Only the arena makes one.
    public Strings(ObjectSpace space, Ledger ledger) {
        this.space = space;
        this.ledger = ledger;
    }

    /** The bytes that a string of so many units is charged for. */
    public static long bytesFor(long units) {
        return ObjectLayout.stringBytes(units);
    }

    public boolean isString(int reference) {
        return Reference.isObject(reference)
                && ObjectLayout.type(space.bytes(), Reference.objectOffset(reference)) == ObjectLayout.STRING_TYPE;
    }

    /** The units of a string. */
    public int length(int reference) {
        assert isString(reference) : Reference.describe(reference);
        return ObjectLayout.length(space.bytes(), Reference.objectOffset(reference));
    }

    /** One unit of a string. */
    public char charAt(int reference, int index) {
        assert index >= 0 && index < length(reference) : index;
        return LittleEndian.getChar(space.bytes(), ObjectLayout.unitOffset(Reference.objectOffset(reference), index));
    }

    /**
     * Makes room for so many bytes, so that no allocation that fits into them can throw. Nothing is charged; what the quota
     * could never admit is not made room for. Meant for the allocation that follows: room that stays unused is held beyond what
     * the arena's own growth would hold.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing is changed then
     */
    public void reserve(long bytes) {
        space.reserve(bytes);
    }

    /** Makes a string that the host hands in. */
    public int allocate(String text) {
        int reference = place(text);
        if (reference != Reference.NULL) {
            ledger.stringAllocated(bytesFor(text.length()));
        }
        return reference;
    }

    /** Makes a constant that is read for the first time: counted apart from allocation. */
    public int materialise(String text) {
        int reference = place(text);
        if (reference != Reference.NULL) {
            ledger.stringMaterialised(bytesFor(text.length()));
        }
        return reference;
    }

    /** Joins two strings. */
    public int concat(int first, int second) {
        int firstLength = length(first);
        int secondLength = length(second);
        int joined = place(firstLength + secondLength);
        if (joined != Reference.NULL) {
            move(first, 0, joined, 0, firstLength);
            move(second, 0, joined, firstLength, secondLength);
            countBuilding(firstLength + secondLength);
        }
        return joined;
    }

    /** Cuts the units from {@code from} up to, not including, {@code to} out of a string. */
    public int substring(int reference, int from, int to) {
        assert from >= 0 && from <= to && to <= length(reference) : from + " to " + to;
        int cut = place(to - from);
        if (cut != Reference.NULL) {
            move(reference, from, cut, 0, to - from);
            countBuilding(to - from);
        }
        return cut;
    }

    /** Makes a string of one unit: the low 16 bits. */
    public int fromCharCode(int unit) {
        int made = place(1);
        if (made != Reference.NULL) {
            LittleEndian.setChar(space.bytes(), ObjectLayout.unitOffset(Reference.objectOffset(made), 0), (char) unit);
            ledger.stringAllocated(bytesFor(1));
        }
        return made;
    }

    /** Makes a string of the one or two units of a code point, which is at most {@link Character#MAX_CODE_POINT}. */
    public int fromCodePoint(int codePoint) {
        int units = Character.charCount(codePoint);
        int made = place(units);
        if (made != Reference.NULL) {
            int first = ObjectLayout.unitOffset(Reference.objectOffset(made), 0);
            boolean single = units == 1;
            LittleEndian.setChar(space.bytes(), first, single ? (char) codePoint : Character.highSurrogate(codePoint));
            if (!single) {
                LittleEndian.setChar(space.bytes(), first + ObjectLayout.UNIT_BYTES, Character.lowSurrogate(codePoint));
            }
            ledger.stringAllocated(bytesFor(units));
        }
        return made;
    }

    /** The code point that begins at an index; the unit itself where no pair of surrogates does. */
    public int codePointAt(int reference, int index) {
        char unit = charAt(reference, index);
        if (Character.isHighSurrogate(unit) && index + 1 < length(reference)) {
            char next = charAt(reference, index + 1);
            if (Character.isLowSurrogate(next)) {
                return Character.toCodePoint(unit, next);
            }
        }
        return unit;
    }

    /** Makes a string of the elements of an array of 16 bits from {@code from} up to, not including, {@code to}. */
    public int fromCharCodeArray(int array, int from, int to) {
        int made = place(to - from);
        if (made != Reference.NULL) {
            move(array, from, made, 0, to - from);
            countBuilding(to - from);
        }
        return made;
    }

    /** Stores the units of a string, or a part of them, into an array of 16 bits. */
    public void intoCharCodeArray(int reference, int from, int array, int to, int units) {
        move(reference, from, array, to, units);
        ledger.moved((long) units * ObjectLayout.UNIT_BYTES);
    }

    /** Counts one {@link #intoCharCodeArray}, in however many parts it is moved. */
    public void countCopy() {
        ledger.copied();
    }

    /** Whether both have the same units. */
    public boolean equal(int first, int second) {
        return length(first) == length(second) && mismatch(first, second) < 0;
    }

    /** The order by code units: −1, 0 or 1. */
    public int compare(int first, int second) {
        int at = mismatch(first, second);
        if (at >= 0 && at < Math.min(length(first), length(second))) {
            return charAt(first, at) < charAt(second, at) ? -1 : 1;
        }
        return Integer.compare(length(first), length(second));
    }

    /** The string as one of the JVM. */
    public String toJavaString(int reference) {
        char[] units = new char[length(reference)];
        for (int index = 0; index < units.length; index++) {
            units[index] = charAt(reference, index);
        }
        return new String(units);
    }

    private int place(String text) {
        int made = place(text.length());
        if (made != Reference.NULL) {
            byte[] bytes = space.bytes();
            int first = ObjectLayout.unitOffset(Reference.objectOffset(made), 0);
            for (int index = 0; index < text.length(); index++) {
                LittleEndian.setChar(bytes, first + index * ObjectLayout.UNIT_BYTES, text.charAt(index));
            }
        }
        return made;
    }

    private int place(int units) {
        if (units > MAX_UNITS) {
            throw new IllegalArgumentException("a string of " + units + " units is longer than " + MAX_UNITS);
        }
        long size = bytesFor(units);
        if (!space.admits(size)) {
            return Reference.NULL;
        }
        space.reserve(size);
        return Reference.object(space.place(size, ObjectLayout.STRING_TYPE, units));
    }

    /** Moves units; the elements of an array of 16 bits lie as those of a string do. */
    private void move(int source, int from, int destination, int to, int units) {
        byte[] bytes = space.bytes();
        System.arraycopy(
                bytes,
                ObjectLayout.unitOffset(Reference.objectOffset(source), from),
                bytes,
                ObjectLayout.unitOffset(Reference.objectOffset(destination), to),
                units * ObjectLayout.UNIT_BYTES);
    }

    private void countBuilding(int units) {
        ledger.stringAllocated(bytesFor(units));
        ledger.copied();
        ledger.moved((long) units * ObjectLayout.UNIT_BYTES);
    }

    /** The first unit that differs, the shorter length if one begins with the other, −1 if both are the same. */
    private int mismatch(int first, int second) {
        byte[] bytes = space.bytes();
        int firstUnit = ObjectLayout.unitOffset(Reference.objectOffset(first), 0);
        int secondUnit = ObjectLayout.unitOffset(Reference.objectOffset(second), 0);
        int at = Arrays.mismatch(
                bytes,
                firstUnit,
                firstUnit + length(first) * ObjectLayout.UNIT_BYTES,
                bytes,
                secondUnit,
                secondUnit + length(second) * ObjectLayout.UNIT_BYTES);
        return at < 0 ? at : at / ObjectLayout.UNIT_BYTES;
    }
}
