package dev.tally.core.type;

/**
 * What a reference refers to. A type of the module's own type section is referred to by its index there, and matches
 * others only by what that section says; the abstract types are constants.
 *
 * @param index the index of the type in the module, or the negative number by which the binary format writes an abstract
 *     type
 */
public record HeapType(int index) {
    /** Any function. */
    public static final HeapType FUNC = new HeapType(-0x10);

    /** Any value from outside: a string or a value of the host. */
    public static final HeapType EXTERN = new HeapType(-0x11);

    /** Any value of the guest's own that is no function. */
    public static final HeapType ANY = new HeapType(-0x12);

    /** Any value whose identity can be compared. */
    public static final HeapType EQ = new HeapType(-0x13);

    /** An integer of 31 bits. */
    public static final HeapType I31 = new HeapType(-0x14);

    /** Any structure. */
    public static final HeapType STRUCT = new HeapType(-0x15);

    /** Any array. */
    public static final HeapType ARRAY = new HeapType(-0x16);

    /** Any exception. */
    public static final HeapType EXN = new HeapType(-0x17);

    /** No exception: only null is of this type. */
    public static final HeapType NOEXN = new HeapType(-0x0C);

    /** No function: only null is of this type. */
    public static final HeapType NOFUNC = new HeapType(-0x0D);

    /** No value from outside: only null is of this type. */
    public static final HeapType NOEXTERN = new HeapType(-0x0E);

    /** No value of the guest's own: only null is of this type. */
    public static final HeapType NONE = new HeapType(-0x0F);

    /** Matches every heap type. No module can name it; operands that code never reaches are of it. */
    public static final HeapType BOTTOM = new HeapType(Integer.MIN_VALUE);

    private static final HeapType[] ABSTRACT = {
        FUNC, EXTERN, ANY, EQ, I31, STRUCT, ARRAY, EXN, NOEXN, NOFUNC, NOEXTERN, NONE
    };

    /** Whether the binary format writes an abstract type as this number. */
    public static boolean isAbstract(int number) {
        return number < 0 && !of(number).equals(BOTTOM);
    }

    /** The abstract type of this number, {@link #BOTTOM} when there is none; or the type with this index. */
    public static HeapType of(int number) {
        if (number >= 0) {
            return new HeapType(number);
        }
        for (HeapType type : ABSTRACT) {
            if (type.index == number) {
                return type;
            }
        }
        return BOTTOM;
    }

    /** Whether this is a type of the module's type section. */
    public boolean concrete() {
        return index >= 0;
    }

    /** The word for it in the text format, or the index. */
    @Override
    public String toString() {
        return switch (index) {
            case -0x10 -> "func";
            case -0x11 -> "extern";
            case -0x12 -> "any";
            case -0x13 -> "eq";
            case -0x14 -> "i31";
            case -0x15 -> "struct";
            case -0x16 -> "array";
            case -0x17 -> "exn";
            case -0x0C -> "noexn";
            case -0x0D -> "nofunc";
            case -0x0E -> "noextern";
            case -0x0F -> "none";
            case Integer.MIN_VALUE -> "bottom";
            default -> Integer.toString(index);
        };
    }
}
