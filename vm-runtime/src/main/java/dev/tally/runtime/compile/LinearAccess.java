package dev.tally.runtime.compile;

import static dev.tally.heap.memory.LittleEndian.INT;
import static dev.tally.heap.memory.LittleEndian.LONG;
import static dev.tally.heap.memory.LittleEndian.SHORT;

import dev.tally.core.TrapKind;
import java.util.Objects;

/**
 * Loads and stores of compiled code in the first memory of an instance: address, array, room, offset. The room is how many bytes of
 * the array lie behind the memory. Compiled code has it from {@link MemoryRoom}, so HotSpot knows when there is none; an access then
 * needs no check but the JVM's own. The memory has at least as many bytes as the offset and the width.
 *
 * <p>All are small, so that HotSpot takes each into the method that calls it, and with few calls, since the bytecode of all that it
 * takes counts: beyond 8,000 bytes it takes no more. Methods with many accesses have them in {@linkplain AccessInPlace another form}.
 */
final class LinearAccess {
    private LinearAccess() {}

    static TrapSignal outOfBounds() {
        return new TrapSignal(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
    }

    /**
     * The index of an access. The address is unsigned; the sum with the offset is one that the array does not have if it wraps.
     *
     * @param end the first index that no access of the width may have in the array
     */
    private static int index(int address, int offset, int end, int room) {
        if (room != 0) {
            return indexBefore(address, offset, end - room);
        }
        if (offset != 0 && address < 0) {
            throw outOfBounds();
        }
        return address + offset;
    }

    /**
     * The index of an access that the array alone does not check. HotSpot takes this for the check of a range, and out of loops, since
     * it is the JDK's own; the mask changes nothing but tells it that the end is not negative.
     */
    private static int indexBefore(int address, int offset, int end) {
        return Objects.checkIndex(address, end - offset & Integer.MAX_VALUE) + offset;
    }

    /** The index of an access at any offset and of any memory, as one of no bytes. */
    static int far(int address, byte[] memory, int room, long offset, int width) {
        long at = Integer.toUnsignedLong(address) + offset;
        if (at > (long) memory.length - room - width) {
            throw outOfBounds();
        }
        return (int) at;
    }

    static int load8S(int address, byte[] memory, int room, int offset) {
        try {
            return memory[index(address, offset, memory.length, room)];
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }

    static int load8U(int address, byte[] memory, int room, int offset) {
        try {
            return memory[index(address, offset, memory.length, room)] & 0xFF;
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }

    static int load16S(int address, byte[] memory, int room, int offset) {
        try {
            return (short) SHORT.get(memory, index(address, offset, memory.length - 1, room));
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }

    static int load16U(int address, byte[] memory, int room, int offset) {
        try {
            return (short) SHORT.get(memory, index(address, offset, memory.length - 1, room)) & 0xFFFF;
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }

    static int load32(int address, byte[] memory, int room, int offset) {
        try {
            return (int) INT.get(memory, index(address, offset, memory.length - 3, room));
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }

    static long load32U(int address, byte[] memory, int room, int offset) {
        try {
            return (int) INT.get(memory, index(address, offset, memory.length - 3, room)) & 0xFFFF_FFFFL;
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }

    static long load64(int address, byte[] memory, int room, int offset) {
        try {
            return (long) LONG.get(memory, index(address, offset, memory.length - 7, room));
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }

    static void store8(int address, int value, byte[] memory, int room, int offset) {
        try {
            memory[index(address, offset, memory.length, room)] = (byte) value;
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }

    static void store16(int address, int value, byte[] memory, int room, int offset) {
        try {
            SHORT.set(memory, index(address, offset, memory.length - 1, room), (short) value);
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }

    static void store32(int address, int value, byte[] memory, int room, int offset) {
        try {
            INT.set(memory, index(address, offset, memory.length - 3, room), value);
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }

    static void store64(int address, long value, byte[] memory, int room, int offset) {
        try {
            LONG.set(memory, index(address, offset, memory.length - 7, room), value);
        } catch (IndexOutOfBoundsException beyond) {
            throw outOfBounds();
        }
    }
}
