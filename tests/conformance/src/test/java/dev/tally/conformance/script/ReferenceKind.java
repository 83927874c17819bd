package dev.tally.conformance.script;

import dev.tally.runtime.FunctionReference;
import dev.tally.runtime.GuestObject;
import org.jspecify.annotations.Nullable;

/** The kinds of references that a script can expect without saying which one; null is of no kind. */
public enum ReferenceKind {
    ANY("ref.any"),
    EQ("ref.eq"),
    I31("ref.i31"),
    STRUCTURE("ref.struct"),
    ARRAY("ref.array"),
    FUNCTION("ref.func"),
    EXCEPTION("ref.exn"),
    EXTERN("ref.extern"),
    HOST("ref.host");

    private final String word;

    ReferenceKind(String word) {
        this.word = word;
    }

    /** The kind that a script calls by this word, or null when there is none. */
    static @Nullable ReferenceKind of(String word) {
        for (ReferenceKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return null;
    }

    /** Whether a reference, as the guest gives it to hosts, is of this kind. */
    boolean includes(@Nullable Object reference) {
        return switch (this) {
            case FUNCTION -> reference instanceof FunctionReference;
            case I31 -> reference instanceof Integer;
            case STRUCTURE -> reference instanceof GuestObject object && object.isStructure();
            case ARRAY -> reference instanceof GuestObject object && object.isArray();
            case EXCEPTION -> reference instanceof GuestObject object && !object.isStructure() && !object.isArray();
            case HOST -> reference instanceof HostValue;
            case EQ -> I31.includes(reference) || STRUCTURE.includes(reference) || ARRAY.includes(reference);
            // What stands on either side can cross over to the other.
            case ANY, EXTERN -> EQ.includes(reference) || HOST.includes(reference) || reference instanceof String;
        };
    }
}
