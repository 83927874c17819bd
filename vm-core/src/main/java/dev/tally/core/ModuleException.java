package dev.tally.core;

/**
 * A module was refused. Tells what is wrong in the specification's terms, at which byte of the module, and in which
 * function if it is in one. Nothing else is ever thrown for what a module contains.
 */
public final class ModuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose rules the module breaks. */
    public enum Kind {
        /** The bytes are not a module of the binary format. */
        MALFORMED,
        /** It can be read, but breaks a rule of validation. */
        INVALID,
        /** It is correct, but beyond a {@link ModuleLimits limit} of this machine. */
        LIMIT,
        /** It is correct WebAssembly of a feature that this machine does not have. */
        UNSUPPORTED
    }

    private final Kind kind;
    private final String reason;
    private final long offset;
    private final int function;

    /**
     * @param reason what is wrong, beginning with the specification's term for it
     * @param offset the byte of the module at which it was found, from 0
     * @param function the index of the function that contains it, or −1
     */
    public ModuleException(Kind kind, String reason, long offset, int function) {
        super(describe(kind, reason, offset, function));
        this.kind = kind;
        this.reason = reason;
        this.offset = offset;
        this.function = function;
    }

    private static String describe(Kind kind, String reason, long offset, int function) {
        String where = String.format(java.util.Locale.ROOT, " at byte 0x%x", offset);
        String place = function < 0 ? where : where + " in function " + function;
        return switch (kind) {
                    case MALFORMED -> "malformed module: ";
                    case INVALID -> "invalid module: ";
                    case LIMIT -> "module beyond a limit: ";
                    case UNSUPPORTED -> "unsupported module: ";
                }
                + reason
                + place;
    }

    public Kind kind() {
        return kind;
    }

    /** What is wrong, without the place. */
    public String reason() {
        return reason;
    }

    /** The byte of the module at which the fault was found, from 0. */
    public long offset() {
        return offset;
    }

    /** The index of the function that contains the fault, or −1 when it is in none. */
    public int function() {
        return function;
    }
}
