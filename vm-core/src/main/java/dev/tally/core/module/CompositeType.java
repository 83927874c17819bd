package dev.tally.core.module;

import dev.tally.core.type.FunctionType;
import java.util.List;

/** What an entry of the type section describes: functions, structures or arrays. */
public sealed interface CompositeType {
    record OfFunctions(FunctionType type) implements CompositeType {}

    record OfStructures(List<FieldType> fields) implements CompositeType {
        public OfStructures {
            fields = List.copyOf(fields);
        }
    }

    record OfArrays(FieldType element) implements CompositeType {}
}
