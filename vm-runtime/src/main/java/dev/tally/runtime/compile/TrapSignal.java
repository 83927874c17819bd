package dev.tally.runtime.compile;

import dev.tally.core.TrapKind;

/**
 * Thrown where compiled code traps, and caught by the method that did. Which operation it was is read from the stack of Java,
 * so that code which does not trap carries nothing for it: in the tables of the method, the line of a place is the number of its
 * step.
 */
final class TrapSignal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.SHOW_HIDDEN_FRAMES);

    private final transient TrapKind kind;
    private final int line;

    TrapSignal(TrapKind kind) {
        super(null, null, false, false);
        this.kind = kind;
        this.line = WALKER.walk(
                frames -> frames.filter(frame -> frame.getClassName().startsWith(FunctionCompiler.CLASS_NAME))
                        .findFirst()
                        .orElseThrow()
                        .toStackTraceElement()
                        .getLineNumber());
    }

    TrapKind kind() {
        return kind;
    }

    /** The line of the table, from 1. */
    int line() {
        return line;
    }
}
