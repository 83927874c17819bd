package dev.tally.conformance;

import java.util.List;

/**
 * What came of a script.
 *
 * @param script its name
 * @param passed how many of its commands went as they should
 * @param failures what went otherwise, each with its line
 * @param reworded refusals of the right kind in other words than the script's, each with its line
 * @param skipped why the script was not run, or nothing
 * @param ending what the script leaves behind, which is the same in all modes
 */
record ScriptReport(
        String script, int passed, List<String> failures, List<String> reworded, String skipped, Ending ending) {
    ScriptReport {
        failures = List.copyOf(failures);
        reworded = List.copyOf(reworded);
    }

    /** What a script has cost, and the digest of the state that its guest is in. */
    record Ending(long fuel, String stateDigest) {}

    static ScriptReport skipped(String script, String reason) {
        return new ScriptReport(script, 0, List.of(), List.of(), reason, new Ending(0, ""));
    }

    boolean ran() {
        return skipped.isEmpty();
    }
}
