package dev.tally.cli.run;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a guest prints, on its way to a standard stream: gathered during a tick and written at its end. A stream that is
 * closed or broken is remembered, so that the run ends even if the guest does not care.
 */
final class GuestOutput extends OutputStream {
    private static final int BUFFER_BYTES = 8_192;

    private final String name;
    private final OutputStream target;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int count;
    private byte last = '\n';
    private @Nullable IOException failure;

    /**
     * Writes to a stream without closing it.
     *
     * @param name the stream's name, for messages
     */
    GuestOutput(String name, OutputStream target) {
        this.name = name;
        this.target = target;
    }

    @Override
    public void write(int value) throws IOException {
        if (count == BUFFER_BYTES) {
            flush();
        }
        last = (byte) value;
        buffer[count++] = last;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > BUFFER_BYTES - count) {
            flush();
        }
        if (length > BUFFER_BYTES) {
            send(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, count, length);
            count += length;
        }
        if (length > 0) {
            last = bytes[offset + length - 1];
        }
    }

    @Override
    public void flush() throws IOException {
        int length = count;
        count = 0;
        send(buffer, 0, length);
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            if (length > 0) {
                target.write(bytes, offset, length);
                target.flush();
            }
        } catch (IOException broken) {
            failure = broken;
            throw broken;
        }
    }

    /** Whether something waits to be written. */
    boolean pending() {
        return count > 0;
    }

    /** Whether what was printed last ended a line, so that a terminal's cursor stands at the begin of one. */
    boolean atLineStart() {
        return last == '\n';
    }

    /** Writes what waits, and ends the run if anything could not be written. */
    void deliver() {
        try {
            flush();
        } catch (IOException broken) {
            throw new CommandFailure(
                    ExitCode.CANNOT_WRITE, "cannot write to " + name + ": " + CommandFailure.reason(broken), broken);
        }
    }
}
