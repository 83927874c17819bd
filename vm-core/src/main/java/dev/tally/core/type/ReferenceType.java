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

    /** The same type without null. */
    public ReferenceType nonNull() {
        return nullable ? new ReferenceType(false, heapType) : this;
    }

    /** The type in the text format, in its short form where it has one. */
    @Override
    public String toString() {
        if (!nullable || heapType.concrete()) {
            return "(ref " + (nullable ? "null " : "") + heapType + ")";
        }
        return switch (heapType.toString()) {
            case "none" -> "nullref";
            case "nofunc" -> "nullfuncref";
            case "noextern" -> "nullexternref";
            case "noexn" -> "nullexnref";
            default -> heapType + "ref";
        };
    }
}
