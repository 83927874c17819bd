package dev.tally.telemetry.certification;

/** How a verdict was come to. */
public enum Basis {
    /** Seen in the run: it holds for this input. */
    OBSERVED,
    /** Derived from the module: it holds for every input. */
    PROVED,
    /** The machine lets no guest go beyond it, whatever the input; that a guest does not run into it was seen for this one. */
    ENFORCED
}
