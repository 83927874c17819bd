package dev.tally.runtime.wasi;

import dev.tally.runtime.GuestMemory;
import dev.tally.runtime.LeafCall;
import dev.tally.runtime.RestingCall;
import dev.tally.runtime.RestingFunction.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Texts that a guest fetches in one piece, its arguments or its environment: each in UTF-8 with a zero behind it, and a
 * vector of pointers to them. Immutable, and shared by all guests.
 */
final class Texts {
    private final byte[] bytes;
    private final int[] offsets;

    Texts(List<String> texts) {
        StringBuilder joined = new StringBuilder();
        offsets = new int[texts.size()];
        int length = 0;
        for (int i = 0; i < offsets.length; i++) {
            String terminated = texts.get(i) + '\0';
            joined.append(terminated);
            offsets[i] = length;
            length += terminated.getBytes(StandardCharsets.UTF_8).length;
        }
        bytes = joined.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** args_sizes_get, environ_sizes_get: where the number of texts goes, where the number of their bytes goes. */
    int sizes(LeafCall call) {
        GuestMemory memory = call.memory();
        long count = Integer.toUnsignedLong(call.intArgument(0));
        long size = Integer.toUnsignedLong(call.intArgument(1));
        if (!memory.contains(count, Integer.BYTES) || !memory.contains(size, Integer.BYTES)) {
            return Errno.FAULT;
        }
        memory.setInt(count, offsets.length);
        memory.setInt(size, bytes.length);
        return Errno.SUCCESS;
    }

    /** args_get, environ_get: where the pointers go, where the texts go. */
    Answer get(RestingCall call) {
        GuestMemory memory = call.memory();
        long pointers = Integer.toUnsignedLong(call.intArgument(0));
        long texts = Integer.toUnsignedLong(call.intArgument(1));
        long pointerBytes = (long) offsets.length * Integer.BYTES;
        if (!memory.contains(pointers, pointerBytes) || !memory.contains(texts, bytes.length)) {
            call.setIntResult(0, Errno.FAULT);
            return call.done();
        }
        if (call.round() == 0) {
            return call.pay(Wasi.priceOf(pointerBytes + bytes.length));
        }
        for (int i = 0; i < offsets.length; i++) {
            memory.setInt(pointers + (long) i * Integer.BYTES, (int) texts + offsets[i]);
        }
        memory.write(texts, bytes, 0, bytes.length);
        call.setIntResult(0, Errno.SUCCESS);
        return call.done();
    }
}
