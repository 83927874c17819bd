package dev.tally.runtime.wasi;

import dev.tally.runtime.GuestMemory;
import dev.tally.runtime.RestingCall;
import dev.tally.runtime.RestingFunction.Answer;
import java.util.function.LongSupplier;

/**
 * Random bytes for one guest. A request may be as large as the memory, so it is filled part by part, each paid for before
 * it is made; which bytes come out depends on the words and the guest's requests, never on where ticks end.
 */
final class RandomBytes {
    /** What one round makes: for the price of the longest path between two checks of code. */
    private static final int PART_BYTES = 32 << 10;

    private final LongSupplier words;

    RandomBytes(LongSupplier words) {
        this.words = words;
    }

    /** random_get: where the bytes go, how many. */
    Answer get(RestingCall call) {
        GuestMemory memory = call.memory();
        long address = Integer.toUnsignedLong(call.intArgument(0));
        long length = Integer.toUnsignedLong(call.intArgument(1));
        if (!memory.contains(address, length)) {
            call.setIntResult(0, Errno.FAULT);
            return call.done();
        }
        // The first round pays for the first part; each further one makes the part paid for and pays for the next.
        long done = 0;
        if (call.round() > 0) {
            long from = (call.round() - 1L) * PART_BYTES;
            done = Math.min(length, from + PART_BYTES);
            fill(memory, address + from, address + done);
        }
        if (done < length) {
            return call.pay(Wasi.priceOf(Math.min(PART_BYTES, length - done)));
        }
        call.setIntResult(0, Errno.SUCCESS);
        return call.done();
    }

    private void fill(GuestMemory memory, long from, long to) {
        long at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            memory.setLong(at, words.getAsLong());
        }
        if (at < to) {
            for (long word = words.getAsLong(); at < to; word >>>= Byte.SIZE) {
                memory.setByte(at, (byte) word);
                at++;
            }
        }
    }
}
