package dev.tally.conformance;

import java.util.List;

/**
 * What came of a script.
 *
 * @param script its name
 * @param passed how many of its commands went as they should
 * @param failures what went otherwise, each with its line
 * @param skipped why the script was not run, or nothing
 */
record ScriptReport(String script, int passed, List<String> failures, String skipped) {
    ScriptReport {
        failures = List.copyOf(failures);
    }

    static ScriptReport skipped(String script, String reason) {
        return new ScriptReport(script, 0, List.of(), reason);
    }

    boolean ran() {
        return skipped.isEmpty();
    }
}
