package dev.tally.runtime.ops;

/** How far an operation got that may have to wait for fuel. */
public enum Progress {
    /** It is done; the guest goes on behind it. */
    DONE,
    /** The guest must come to rest; when it goes on, the operation is executed again. */
    RESTS,
    /** It trapped; the execution knows why. */
    TRAPPED
}
