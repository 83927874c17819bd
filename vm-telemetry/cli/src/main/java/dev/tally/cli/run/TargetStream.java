package dev.tally.cli.run;

import java.io.IOException;
import java.io.OutputStream;

/** An open {@link OutputTarget}. Whatever goes wrong ends the command with one line that names the target. */
final class TargetStream extends OutputStream {
    private final OutputTarget target;
    private final OutputStream stream;

    TargetStream(OutputTarget target, OutputStream stream) {
        this.target = target;
        this.stream = stream;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException failure) {
            throw target.cannotWrite(failure);
        }
    }

    @Override
    public void flush() {
        try {
            stream.flush();
        } catch (IOException failure) {
            throw target.cannotWrite(failure);
        }
    }

    /** Closes a file; standard output is left open. */
    @Override
    public void close() {
        if (target.file() == null) {
            return;
        }
        try {
            stream.close();
        } catch (IOException failure) {
            throw target.cannotWrite(failure);
        }
    }
}
