package dev.tally.core.type;

import java.util.List;
import java.util.stream.Collectors;

/** The types of a function's parameters and results. */
public record FunctionType(List<ValueType> parameters, List<ValueType> results) {
    public FunctionType {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    /** A type with these parameters and no results; {@link #returning} adds results. */
    public static FunctionType of(ValueType... parameters) {
        return new FunctionType(List.of(parameters), List.of());
    }

    /** The same parameters with these results. */
    public FunctionType returning(ValueType... newResults) {
        return new FunctionType(parameters, List.of(newResults));
    }

    @Override
    public String toString() {
        return names(parameters) + " -> " + names(results);
    }

    private static String names(List<ValueType> types) {
        return types.stream().map(ValueType::toString).collect(Collectors.joining(" ", "[", "]"));
    }
}
