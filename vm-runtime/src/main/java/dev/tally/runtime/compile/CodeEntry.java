package dev.tally.runtime.compile;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A generated class as it is kept outside of the process. It is big-endian:
 *
 * <pre>
 *   0  magic        4 bytes  "TLYC"
 *   4  format       4 bytes  the version of this layout
 *   8  key         32 bytes  SHA-256 of all that the class depends on beside its place
 *  40  function     4 bytes  index in the module
 *  44  safepoint    4 bytes  where it begins; −1 for the whole function
 *  48  length       4 bytes  n, 0 if the class would be too large to be of use
 *  52  class        n bytes
 *  52+n  checksum  32 bytes  SHA-256 of all before it
 * </pre>
 */
final class CodeEntry {
    /** Says that bytes are no entry, or not the one that was looked for, and why. */
    @SuppressWarnings("serial")
    static final class Unusable extends Exception {
        private Unusable(String reason) {
            super(reason);
        }
    }

    static final int FORMAT = 1;

    private static final int MAGIC = 0x544C_5943;
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER_BYTES = 5 * Integer.BYTES + DIGEST_BYTES;

    /** No generated class has as many bytes; whatever is larger is not even read. */
    static final int MOST_BYTES = 4 << 20;

    private CodeEntry() {}

    /** The entry for a class. */
    static byte[] write(byte[] key, int function, int safepoint, byte[] type) {
        byte[] entry = new byte[HEADER_BYTES + type.length + DIGEST_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(entry);
        header(buffer, key, function, safepoint);
        buffer.putInt(type.length).put(type);
        buffer.put(sha256().digest(Arrays.copyOf(entry, buffer.position())));
        return entry;
    }

    private static void header(ByteBuffer buffer, byte[] key, int function, int safepoint) {
        buffer.putInt(MAGIC).putInt(FORMAT).put(key).putInt(function).putInt(safepoint);
    }

    /**
     * The class in an entry.
     *
     * @throws Unusable if the bytes are anything else than the whole entry for this key and place
     */
    static byte[] read(byte[] entry, byte[] key, int function, int safepoint) throws Unusable {
        if (entry.length < HEADER_BYTES + DIGEST_BYTES) {
            throw new Unusable("it ends too early");
        }
        int end = entry.length - DIGEST_BYTES;
        byte[] checksum = sha256().digest(Arrays.copyOf(entry, end));
        if (!Arrays.equals(checksum, 0, DIGEST_BYTES, entry, end, entry.length)) {
            throw new Unusable("its checksum is wrong");
        }
        ByteBuffer wanted = ByteBuffer.allocate(HEADER_BYTES);
        header(wanted, key, function, safepoint);
        wanted.putInt(end - HEADER_BYTES);
        if (!Arrays.equals(wanted.array(), 0, HEADER_BYTES, entry, 0, HEADER_BYTES)) {
            throw new Unusable("it is for another module, place, engine or format");
        }
        return Arrays.copyOfRange(entry, HEADER_BYTES, end);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
