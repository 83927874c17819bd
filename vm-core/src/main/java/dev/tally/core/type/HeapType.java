package dev.tally.core.type;

/**
 * What a reference refers to. The abstract types are constants; a type of the module's own type section is referred to
 * by its index there and takes part in matching only through the module, so it is resolved before types meet here.
 *
 * @param index the index of the type in the module, or one of the negative numbers of the abstract types
 */
public record HeapType(int index) {
    /** Any function. */
    public static final HeapType FUNC = new HeapType(-1);

    /** Any value from outside: a string or a value of the host. */
    public static final HeapType EXTERN = new HeapType(-2);

    /** Whether this is a type of the module's type section. */
    public boolean concrete() {
        return index >= 0;
    }

    @Override
    public String toString() {
        return switch (index) {
            case -1 -> "func";
            case -2 -> "extern";
            default -> Integer.toString(index);
        };
    }
}
