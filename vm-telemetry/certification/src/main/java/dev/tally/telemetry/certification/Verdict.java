package dev.tally.telemetry.certification;

/** What is said of a requirement, and of all of them together. */
public enum Verdict {
    /** It holds. */
    PASS,
    /** It does not. */
    FAIL,
    /** The run did not come far enough to tell. */
    NOT_RUN
}
