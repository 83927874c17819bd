package dev.tally.cli.run;

import java.io.IOException;
import java.io.InputStream;

/** Standard input for a guest. Before it waits for more, whatever the guest has printed is written: it may be a question. */
final class GuestInput extends InputStream {
    private final InputStream source;
    private final GuestOutput out;
    private final GuestOutput err;

    GuestInput(InputStream source, GuestOutput out, GuestOutput err) {
        this.source = source;
        this.out = out;
        this.err = err;
    }

    @Override
    public int read() throws IOException {
        out.flush();
        err.flush();
        return source.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        out.flush();
        err.flush();
        return source.read(bytes, offset, length);
    }

    @Override
    public int available() throws IOException {
        return source.available();
    }
}
