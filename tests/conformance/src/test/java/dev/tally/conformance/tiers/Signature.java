package dev.tally.conformance.tiers;

import java.util.List;
import java.util.stream.Collectors;

/** What a function, a block or a tag takes and gives. */
record Signature(List<Sort> parameters, List<Sort> results) {
    Signature {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    @Override
    public String toString() {
        return clause("param", parameters) + clause("result", results);
    }

    private static String clause(String word, List<Sort> sorts) {
        return sorts.isEmpty()
                ? ""
                : sorts.stream().map(Sort::toString).collect(Collectors.joining(" ", " (" + word + " ", ")"));
    }
}
