package dev.tally.runtime.wasi;

/** The error codes that functions answer here, by the names and numbers that preview 1 gives them. */
final class Errno {
    static final int SUCCESS = 0;
    /** The descriptor is not open, or not for this. */
    static final int BADF = 8;
    /** A pointer leads outside the memory. */
    static final int FAULT = 21;
    /** An argument has a value that it cannot have. */
    static final int INVAL = 28;
    /** The host's stream failed. */
    static final int IO = 29;
    /** There is no such function. */
    static final int NOSYS = 52;
    /** There is the function, but not what it was asked for. */
    static final int NOTSUP = 58;
    /** A stream has no position. */
    static final int SPIPE = 70;

    private Errno() {}
}
