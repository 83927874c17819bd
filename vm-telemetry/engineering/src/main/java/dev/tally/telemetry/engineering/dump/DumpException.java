package dev.tally.telemetry.engineering.dump;

/** Says in one line why bytes are not a dump that can be read. */
public final class DumpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What is wrong. */
    public enum Kind {
        /** It is something else, or of a version that is not known here. */
        FOREIGN,
        /** It is a dump up to here, and ends too soon. */
        TRUNCATED,
        /** It says that it is a dump, and breaks the rules. */
        MALFORMED
    }

    DumpException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
