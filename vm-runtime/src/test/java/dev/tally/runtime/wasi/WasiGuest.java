package dev.tally.runtime.wasi;

import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestMemory;
import dev.tally.runtime.Guests;
import dev.tally.runtime.Imports;
import dev.tally.runtime.TickOutcome;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A guest that does nothing but to hand on the functions of WASI: a test calls them as a program would. */
final class WasiGuest {
    static final int MEMORY_BYTES = 2 * 65_536;

    /** Pointers of which nothing lies within the memory, or not all that must. */
    static final int[] BAD_POINTERS = {MEMORY_BYTES, MEMORY_BYTES - 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -4};

    private final Guest guest;
    private final GuestMemory memory;

    WasiGuest(UnaryOperator<Wasi.Builder> settings) {
        Wasi wasi = settings.apply(Wasi.builder("program")).build();
        guest = Guests.spawn("wasi", wasi.addTo(Imports.builder()).build());
        memory = guest.memory("memory");
        while (guest.instantiating()) {
            guest.tick();
        }
    }

    Guest guest() {
        return guest;
    }

    GuestMemory memory() {
        return memory;
    }

    /** Calls a function and answers its error code. */
    int call(String function, Object... arguments) {
        TickOutcome outcome = Guests.run(guest, function, arguments);
        if (outcome != TickOutcome.RETURNED) {
            throw new AssertionError(outcome + ": " + guest.trap());
        }
        return guest.resultInt(0);
    }

    /** What a call costs. */
    long priceOf(String function, Object... arguments) {
        long before = guest.fuelUsed();
        call(function, arguments);
        return guest.fuelUsed() - before;
    }

    /** Writes vectors: pairs of pointer and length. */
    void vectors(int address, int... pairs) {
        for (int i = 0; i < pairs.length; i++) {
            memory.setInt(address + (long) i * Integer.BYTES, pairs[i]);
        }
    }

    void put(int address, String text) {
        memory.writeUtf8(address, text);
    }

    String text(int address, int length) {
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
