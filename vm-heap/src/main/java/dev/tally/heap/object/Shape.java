package dev.tally.heap.object;

import java.util.List;

/**
 * What the heap needs to know of a type: how large its objects are and where references lie in them. It knows nothing of
 * subtypes or names; two types of the bytecode may have the same shape.
 */
public sealed interface Shape {
    /** Fields in order of declaration, so that a subtype's object begins like one of its supertype. */
    record Struct(List<Storage> fields) implements Shape {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /** Elements of one kind, as many as each object says. */
    record Array(Storage element) implements Shape {}

    /** An exception: the values that it carries; otherwise as a struct. */
    record Thrown(List<Storage> fields) implements Shape {
        public Thrown {
            fields = List.copyOf(fields);
        }
    }

    /** UTF-16 code units. */
    record Text() implements Shape {}
}
