package dev.tally.runtime;

import dev.tally.core.TrapKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a call ended without results, and where the guest stood.
 *
 * @param kind the stable reason
 * @param message the reason in words; begins with the kind's message
 * @param stack the guest's frames, innermost first; of a deep stack only the first {@value #MAX_FRAMES}
 * @param depth how many frames there were
 * @param exitCode what the guest passed to its exit function; 0 unless the kind is {@link TrapKind#EXIT}
 * @param cause what a function of the host threw, or null
 */
public record Trap(
        TrapKind kind,
        String message,
        List<Frame> stack,
        int depth,
        int exitCode,
        @Nullable Throwable cause) {
    /** The most frames that a trap lists. */
    public static final int MAX_FRAMES = 64;

    public Trap {
        stack = List.copyOf(stack);
    }

    /**
     * One frame of a guest.
     *
     * @param function the function's name: of the name section, of an export, or its index
     * @param index its index in its module, or −1 for functions of the host
     * @param offset the byte of the module at which it stood, or −1 when that is not known
     */
    public record Frame(String function, int index, long offset) {
        @Override
        public String toString() {
            return offset < 0 ? function : function + String.format(Locale.ROOT, " (0x%x)", offset);
        }
    }

    /** The message and the stack, a frame a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(message);
        for (Frame frame : stack) {
            text.append("\n    at ").append(frame);
        }
        if (depth > stack.size()) {
            text.append("\n    and ").append(depth - stack.size()).append(" more");
        }
        return text.toString();
    }
}
