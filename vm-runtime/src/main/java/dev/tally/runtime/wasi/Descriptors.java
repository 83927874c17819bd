package dev.tally.runtime.wasi;

import dev.tally.runtime.GuestMemory;
import dev.tally.runtime.LeafCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The descriptors of one guest: the three standard streams, until the guest closes them. The streams themselves are the
 * host's, and are neither flushed nor closed here.
 *
 * <p>Reads and writes go through one buffer and move at most what it holds; a guest sees that as a short read or write
 * and asks again. So a call costs a bounded amount of work, which is charged: one for each vector of the guest, and one
 * for each 8 bytes.
 *
 * <p>The layouts, all numbers little-endian:
 *
 * <pre>
 *   iovec, ciovec    0         4          8
 *                    | pointer | length   |
 *
 *   fdstat           0         1    2       4    8              16                  24
 *                    | type    |    | flags |    | rights       | rights to pass on |
 * </pre>
 */
final class Descriptors {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int COUNT = STDERR + 1;

    /** What a read or write moves at most: the price of that and of all vectors is less than a longest path of code. */
    private static final int BUFFER_BYTES = 16 << 10;

    /** As many as systems commonly take. */
    private static final int MAX_VECTORS = 1_024;

    private static final int VECTOR_BYTES = 8;
    private static final int VECTOR_LENGTH = 4;

    private static final int FDSTAT_BYTES = 24;
    private static final int FDSTAT_TYPE = 0;
    private static final int FDSTAT_RIGHTS = 8;

    /** So that C libraries write line by line, and what a guest printed before a trap is not lost in its buffer. */
    private static final int CHARACTER_DEVICE = 2;

    private static final long MAY_READ = 1 << 1;
    private static final long MAY_WRITE = 1 << 6;

    private final InputStream stdin;
    private final OutputStream stdout;
    private final OutputStream stderr;
    private final boolean[] closed = new boolean[COUNT];
    private final byte[] buffer = new byte[BUFFER_BYTES];

    Descriptors(InputStream stdin, OutputStream stdout, OutputStream stderr) {
        this.stdin = stdin;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    private boolean isOpen(int descriptor) {
        return descriptor >= 0 && descriptor < COUNT && !closed[descriptor];
    }

    /** fd_write: descriptor, vectors, how many, where the number of bytes written goes. */
    int write(LeafCall call) {
        int descriptor = call.intArgument(0);
        if (!isOpen(descriptor) || descriptor == STDIN) {
            return Errno.BADF;
        }
        int length = gather(call);
        if (length < 0) {
            return -length;
        }
        try {
            (descriptor == STDOUT ? stdout : stderr).write(buffer, 0, length);
        } catch (IOException failure) {
            return Errno.IO;
        }
        return moved(call, length);
    }

    /** fd_read: descriptor, vectors, how many, where the number of bytes read goes. */
    int read(LeafCall call) {
        int descriptor = call.intArgument(0);
        if (!isOpen(descriptor) || descriptor != STDIN) {
            return Errno.BADF;
        }
        int room = room(call);
        if (room < 0) {
            return -room;
        }
        int length;
        try {
            length = room == 0 ? 0 : Math.max(0, stdin.read(buffer, 0, room));
        } catch (IOException failure) {
            return Errno.IO;
        }
        return scatter(call, length) ? moved(call, length) : Errno.FAULT;
    }

    private static int moved(LeafCall call, int length) {
        call.charge(Wasi.priceOf(length));
        call.memory().setInt(Integer.toUnsignedLong(call.intArgument(3)), length);
        return Errno.SUCCESS;
    }

    /** How many bytes a call can move at most, or a negative {@link Errno}. */
    private static int room(LeafCall call) {
        GuestMemory memory = call.memory();
        long vectors = Integer.toUnsignedLong(call.intArgument(1));
        int count = call.intArgument(2);
        if (count < 0 || count > MAX_VECTORS) {
            return -Errno.INVAL;
        }
        call.charge(count);
        if (!memory.contains(vectors, (long) count * VECTOR_BYTES)
                || !memory.contains(Integer.toUnsignedLong(call.intArgument(3)), Integer.BYTES)) {
            return -Errno.FAULT;
        }
        long room = 0;
        for (int i = 0; i < count; i++) {
            long vector = vectors + (long) i * VECTOR_BYTES;
            long length = Integer.toUnsignedLong(memory.getInt(vector + VECTOR_LENGTH));
            if (!memory.contains(Integer.toUnsignedLong(memory.getInt(vector)), length)) {
                return -Errno.FAULT;
            }
            room += length;
        }
        return (int) Math.min(room, BUFFER_BYTES);
    }

    /** Copies what the vectors hold into the buffer; answers its length, or a negative {@link Errno}. */
    private int gather(LeafCall call) {
        int room = room(call);
        GuestMemory memory = call.memory();
        long vector = Integer.toUnsignedLong(call.intArgument(1));
        int at = 0;
        while (at < room) {
            int length = (int) Math.min(Integer.toUnsignedLong(memory.getInt(vector + VECTOR_LENGTH)), room - at);
            memory.read(Integer.toUnsignedLong(memory.getInt(vector)), buffer, at, length);
            at += length;
            vector += VECTOR_BYTES;
        }
        return room;
    }

    /**
     * Copies so many bytes of the buffer to where the vectors point. What is copied may change the vectors themselves, so
     * they are checked again.
     *
     * @return whether all bytes found their place
     */
    private boolean scatter(LeafCall call, int filled) {
        GuestMemory memory = call.memory();
        long vectors = Integer.toUnsignedLong(call.intArgument(1));
        int count = call.intArgument(2);
        int at = 0;
        for (int i = 0; i < count && at < filled; i++) {
            long vector = vectors + (long) i * VECTOR_BYTES;
            long address = Integer.toUnsignedLong(memory.getInt(vector));
            int length = (int) Math.min(Integer.toUnsignedLong(memory.getInt(vector + VECTOR_LENGTH)), filled - at);
            if (!memory.contains(address, length)) {
                return false;
            }
            memory.write(address, buffer, at, length);
            at += length;
        }
        return at == filled;
    }

    /** fd_close: descriptor. */
    int close(LeafCall call) {
        int descriptor = call.intArgument(0);
        if (!isOpen(descriptor)) {
            return Errno.BADF;
        }
        closed[descriptor] = true;
        return Errno.SUCCESS;
    }

    /** fd_seek: descriptor, offset, from where, where the new position goes. */
    int seek(LeafCall call) {
        return isOpen(call.intArgument(0)) ? Errno.SPIPE : Errno.BADF;
    }

    /** fd_fdstat_get: descriptor, where the fdstat goes. */
    int stat(LeafCall call) {
        int descriptor = call.intArgument(0);
        if (!isOpen(descriptor)) {
            return Errno.BADF;
        }
        GuestMemory memory = call.memory();
        long address = Integer.toUnsignedLong(call.intArgument(1));
        if (!memory.contains(address, FDSTAT_BYTES)) {
            return Errno.FAULT;
        }
        for (int at = 0; at < FDSTAT_BYTES; at += Long.BYTES) {
            memory.setLong(address + at, 0);
        }
        memory.setByte(address + FDSTAT_TYPE, (byte) CHARACTER_DEVICE);
        memory.setLong(address + FDSTAT_RIGHTS, descriptor == STDIN ? MAY_READ : MAY_WRITE);
        return Errno.SUCCESS;
    }

    /** fd_fdstat_set_flags: descriptor, flags. A stream has none. */
    int setFlags(LeafCall call) {
        if (!isOpen(call.intArgument(0))) {
            return Errno.BADF;
        }
        return call.intArgument(1) == 0 ? Errno.SUCCESS : Errno.NOTSUP;
    }

    /** fd_prestat_get, fd_prestat_dir_name: no directory is open. */
    int prestat(LeafCall call) {
        return Errno.BADF;
    }
}
