package dev.tally.core.type;

/** The type of a reference. */
public record ReferenceType(boolean nullable, HeapType heapType) implements ValueType {
    @Override
    public int slots() {
        return 1;
    }

    @Override
    public boolean defaultable() {
        return nullable;
    }

    @Override
    public boolean matches(ValueType other) {
        return other instanceof ReferenceType(boolean otherNullable, HeapType otherHeapType)
                && (otherNullable || !nullable)
                && heapType.equals(otherHeapType);
    }

    /** The same type without null. */
    public ReferenceType nonNull() {
        return nullable ? new ReferenceType(false, heapType) : this;
    }

    @Override
    public String toString() {
        return nullable && !heapType.concrete()
                ? heapType + "ref"
                : "(ref " + (nullable ? "null " : "") + heapType + ")";
    }
}
