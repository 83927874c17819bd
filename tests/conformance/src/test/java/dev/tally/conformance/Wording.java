package dev.tally.conformance;

import dev.tally.core.TrapKind;

/** The suite's words for what goes wrong: its messages are those of the reference interpreter, or begin with them. */
final class Wording {
    private Wording() {}

    /** Whether this is the suite's message for a trap of this kind, with or without details behind it. */
    static boolean isOf(TrapKind kind, String message) {
        return message.startsWith(kind.message())
                // Older scripts say no more than that the element is undefined.
                || kind == TrapKind.UNDEFINED_ELEMENT && message.equals("undefined")
                // What is null is said in some scripts and not in others.
                || kind == TrapKind.NULL_REFERENCE && message.startsWith(TrapKind.NULL_FUNCTION_REFERENCE.message());
    }
}
