package dev.tally.heap.object;

/**
 * A reference of the guest: a word of 32 bits. This is the only place that knows how to tell one kind from another;
 * everywhere else a reference is an {@code int} that is moved and never looked into.
 *
 * <pre>
 *   31                                3   2   1   0
 *  +-----------------------------------+---+---+---+
 *  |                 0                 | 0   0   0 |  null
 *  +-----------------------------------+---+---+---+
 *  |   offset in the object space / 8  | 0   0   0 |  object; the word is the offset itself, never 0
 *  +-----------------------------------+---+---+---+
 *  |  index in the guest's functions   | 0   1   0 |  function
 *  +-----------------------------------+---+---+---+
 *  |  index in the guest's handles     | 1   0   0 |  handle of an object of the host
 *  +-----------------------------------+---+---+---+
 *  |              unused               | 1   1   0 |
 *  +-----------------------------------+---+---+---+
 *  |              value, 31 bits               | 1 |  i31
 *  +-------------------------------------------+---+
 * </pre>
 *
 * <p>An object space ends below 2 GiB, so bit 31 of an object's word is 0: room for a second space. Nothing in a word depends
 * on the process or the JVM.
 */
public final class Reference {
    /** The null reference of every type. */
    public static final int NULL = 0;

    /** The bytes of a reference within an object or a table. */
    public static final int BYTES = Integer.BYTES;

    /** The largest index of a function or of a handle. */
    public static final int MAX_INDEX = (1 << 29) - 1;

    /** What is set in small integers and in nothing else. */
    public static final int I31_BIT = 0b1;

    private static final int TAG_BITS = 3;
    private static final int TAG_MASK = 0b111;
    private static final int OBJECT = 0b000;
    private static final int FUNCTION = 0b010;
    private static final int HOST_HANDLE = 0b100;

    private Reference() {}

    public static boolean isNull(int reference) {
        return reference == NULL;
    }

    public static boolean isObject(int reference) {
        return (reference & TAG_MASK) == OBJECT && reference != NULL;
    }

    public static boolean isFunction(int reference) {
        return (reference & TAG_MASK) == FUNCTION;
    }

    public static boolean isHostHandle(int reference) {
        return (reference & TAG_MASK) == HOST_HANDLE;
    }

    public static boolean isI31(int reference) {
        return (reference & I31_BIT) == I31_BIT;
    }

    /** The reference to a function, by its index among all functions of the guest. */
    public static int function(int index) {
        return indexed(index, FUNCTION);
    }

    /** The index that {@link #function} was given. */
    public static int functionIndex(int reference) {
        return reference >>> TAG_BITS;
    }

    /** The reference to an object of the host, by the index of its handle. */
    public static int hostHandle(int index) {
        return indexed(index, HOST_HANDLE);
    }

    /** The index that {@link #hostHandle} was given. */
    public static int hostHandleIndex(int reference) {
        assert isHostHandle(reference) : describe(reference);
        return reference >>> TAG_BITS;
    }

    /** The reference that is a number: the low 31 bits of it. */
    public static int i31(int value) {
        return value << 1 | I31_BIT;
    }

    /** The number that {@link #i31} was given, its sign taken from bit 30. */
    public static int i31Value(int reference) {
        assert isI31(reference) : describe(reference);
        return reference >> 1;
    }

    /** The reference to an object, by its offset in the object space. */
    static int object(int offset) {
        assert isObject(offset) : offset;
        return offset;
    }

    /** The offset that {@link #object} was given. */
    static int objectOffset(int reference) {
        assert isObject(reference) : describe(reference);
        return reference;
    }

    /** What the reference is, for messages and dumps: {@code null}, {@code function 3}. */
    public static String describe(int reference) {
        if (isNull(reference)) {
            return "null";
        }
        if (isI31(reference)) {
            return "i31 " + i31Value(reference);
        }
        return switch (reference & TAG_MASK) {
            case OBJECT -> "object at " + reference;
            case FUNCTION -> "function " + functionIndex(reference);
            case HOST_HANDLE -> "host object " + hostHandleIndex(reference);
            default -> "no reference: 0x" + Integer.toHexString(reference);
        };
    }

    private static int indexed(int index, int tag) {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("no reference can hold the index " + index);
        }
        return index << TAG_BITS | tag;
    }
}
