package dev.tally.core;

import java.util.Locale;

/**
 * A module was refused. Tells what is wrong in the specification's terms, at which byte of the module or at which line
 * and column of its text, and in which function if it is in one. Nothing else is ever thrown for what a module contains.
 */
public final class ModuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose rules the module breaks. */
    public enum Kind {
        /** The bytes or the text are not a module of their format. */
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
    private final int line;
    private final int column;

    /**
     * A refusal of a module of the binary format.
     *
     * @param reason what is wrong, beginning with the specification's term for it
     * @param offset the byte of the module at which it was found, from 0
     * @param function the index of the function that contains it, or −1
     */
    public ModuleException(Kind kind, String reason, long offset, int function) {
        this(kind, reason, offset, function, 0, 0);
    }

    private ModuleException(Kind kind, String reason, long offset, int function, int line, int column) {
        super(describe(
                kind,
                reason,
                line == 0 ? String.format(Locale.ROOT, " at byte 0x%x", offset) : " at " + line + ":" + column,
                function));
        this.kind = kind;
        this.reason = reason;
        this.offset = offset;
        this.function = function;
        this.line = line;
        this.column = column;
    }

    /**
     * A refusal of a module of the text format.
     *
     * @param offset the byte of the text, from 0
     * @param line the line, from 1
     * @param column the character of the line, from 1
     * @param function the index of the function that contains the fault, or −1 when that is not known
     */
    public static ModuleException inText(Kind kind, String reason, long offset, int line, int column, int function) {
        return new ModuleException(kind, reason, offset, function, line, column);
    }

    private static String describe(Kind kind, String reason, String where, int function) {
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

    /** The byte of the module, or of its text, at which the fault was found, from 0. */
    public long offset() {
        return offset;
    }

    /** The line of the text at which the fault was found, from 1; 0 when the module was not read from text. */
    public int line() {
        return line;
    }

    /** The character of the line at which the fault was found, from 1; 0 when the module was not read from text. */
    public int column() {
        return column;
    }

    /** The index of the function that contains the fault, or −1 when it is in none. */
    public int function() {
        return function;
    }
}
