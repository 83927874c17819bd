package dev.tally.runtime.compile;

import dev.tally.core.TrapKind;
import dev.tally.core.isa.Opcode;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.Reference;
import dev.tally.runtime.code.Requirement;
import dev.tally.runtime.ops.Numeric;

/** Operations of compiled code that check something first: small, so that HotSpot takes each into the method that calls it. */
final class Checked {
    private Checked() {}

    private static TrapSignal outOfBounds() {
        return new TrapSignal(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
    }

    /**
     * The index of an access; the memory has at least as many bytes as the offset and the width. The mask changes nothing but tells
     * HotSpot that the end is not negative, so that it takes this for the check of a range and out of a loop.
     */
    private static int at(int address, int size, int offset, int width) {
        int end = size - (offset + width - 1) & Integer.MAX_VALUE;
        if (Integer.compareUnsigned(address, end) >= 0) {
            throw outOfBounds();
        }
        return address + offset;
    }

    /** The same for any offset and any memory, as an access of no bytes. */
    static int far(int address, int size, long offset, int width) {
        long at = Integer.toUnsignedLong(address) + offset;
        if (at > (long) size - width) {
            throw outOfBounds();
        }
        return (int) at;
    }

    // Loads and stores: address, memory, its size, offset.

    static int load8S(int address, byte[] memory, int size, int offset) {
        return memory[at(address, size, offset, 1)];
    }

    static int load8U(int address, byte[] memory, int size, int offset) {
        return memory[at(address, size, offset, 1)] & 0xFF;
    }

    static int load16S(int address, byte[] memory, int size, int offset) {
        return LittleEndian.getShort(memory, at(address, size, offset, 2));
    }

    static int load16U(int address, byte[] memory, int size, int offset) {
        return LittleEndian.getShort(memory, at(address, size, offset, 2)) & 0xFFFF;
    }

    static int load32(int address, byte[] memory, int size, int offset) {
        return LittleEndian.getInt(memory, at(address, size, offset, 4));
    }

    static long load32U(int address, byte[] memory, int size, int offset) {
        return LittleEndian.getInt(memory, at(address, size, offset, 4)) & 0xFFFF_FFFFL;
    }

    static long load64(int address, byte[] memory, int size, int offset) {
        return LittleEndian.getLong(memory, at(address, size, offset, 8));
    }

    static void store8(int address, int value, byte[] memory, int size, int offset) {
        memory[at(address, size, offset, 1)] = (byte) value;
    }

    static void store16(int address, int value, byte[] memory, int size, int offset) {
        LittleEndian.setShort(memory, at(address, size, offset, 2), (short) value);
    }

    static void store32(int address, int value, byte[] memory, int size, int offset) {
        LittleEndian.setInt(memory, at(address, size, offset, 4), value);
    }

    static void store64(int address, long value, byte[] memory, int size, int offset) {
        LittleEndian.setLong(memory, at(address, size, offset, 8), value);
    }

    // Integers.

    static int divS(int x, int y) {
        check(y == 0 || y == -1 && x == Integer.MIN_VALUE, Opcode.I32_DIV_S, x, y);
        return x / y;
    }

    static int divU(int x, int y) {
        check(y == 0, Opcode.I32_DIV_U, x, y);
        return Integer.divideUnsigned(x, y);
    }

    static int remS(int x, int y) {
        check(y == 0, Opcode.I32_REM_S, x, y);
        return x % y;
    }

    static int remU(int x, int y) {
        check(y == 0, Opcode.I32_REM_U, x, y);
        return Integer.remainderUnsigned(x, y);
    }

    static long divS(long x, long y) {
        check(y == 0 || y == -1 && x == Long.MIN_VALUE, Opcode.I64_DIV_S, x, y);
        return x / y;
    }

    static long divU(long x, long y) {
        check(y == 0, Opcode.I64_DIV_U, x, y);
        return Long.divideUnsigned(x, y);
    }

    static long remS(long x, long y) {
        check(y == 0, Opcode.I64_REM_S, x, y);
        return x % y;
    }

    static long remU(long x, long y) {
        check(y == 0, Opcode.I64_REM_U, x, y);
        return Long.remainderUnsigned(x, y);
    }

    private static void check(boolean traps, Opcode opcode, long x, long y) {
        if (traps) {
            throw trap(opcode, x, y);
        }
    }

    private static TrapSignal trap(Opcode opcode, long x, long y) {
        TrapKind kind = Numeric.trap(opcode, x, y);
        if (kind == null) {
            throw new IllegalStateException(opcode.mnemonic() + " does not trap");
        }
        return new TrapSignal(kind);
    }

    /** A numeric operation for which there is no shorter way, given by its ordinal. */
    static long numeric(long x, long y, int opcode) {
        return Numeric.apply(OPCODES[opcode], x, y);
    }

    /** The same for one that may trap. */
    static long numericOrTrap(long x, long y, int opcode) {
        TrapKind kind = Numeric.trap(OPCODES[opcode], x, y);
        if (kind != null) {
            throw new TrapSignal(kind);
        }
        return Numeric.apply(OPCODES[opcode], x, y);
    }

    private static final Opcode[] OPCODES = Opcode.values();

    // Floats.

    static float canonical(float value) {
        return Float.isNaN(value) ? Float.NaN : value;
    }

    static double canonical(double value) {
        return Double.isNaN(value) ? Double.NaN : value;
    }

    static double truncate(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    static double copySign(double magnitude, double sign) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(magnitude) & Long.MAX_VALUE
                | Double.doubleToRawLongBits(sign) & Long.MIN_VALUE);
    }

    static int truncateToInt(double value) {
        if (value > -2147483649.0 && value < 2147483648.0) {
            return (int) value;
        }
        throw trap(Opcode.I32_TRUNC_F64_S, Double.doubleToRawLongBits(value), 0);
    }

    // Objects.

    static void require(int reference, int bits, int requirement) {
        if ((reference & bits) == 0) {
            throw new TrapSignal(Requirement.of(requirement).trap());
        }
    }

    private static int field(int object, int offset) {
        if (object == Reference.NULL) {
            throw new TrapSignal(TrapKind.NULL_STRUCTURE_REFERENCE);
        }
        return object + offset;
    }

    static int field8S(int object, byte[] objects, int offset) {
        return objects[field(object, offset)];
    }

    static int field8U(int object, byte[] objects, int offset) {
        return objects[field(object, offset)] & 0xFF;
    }

    static int field16S(int object, byte[] objects, int offset) {
        return LittleEndian.getShort(objects, field(object, offset));
    }

    static int field16U(int object, byte[] objects, int offset) {
        return LittleEndian.getShort(objects, field(object, offset)) & 0xFFFF;
    }

    static int field32(int object, byte[] objects, int offset) {
        return LittleEndian.getInt(objects, field(object, offset));
    }

    static long field64(int object, byte[] objects, int offset) {
        return LittleEndian.getLong(objects, field(object, offset));
    }

    static void setField8(int object, int value, byte[] objects, int offset) {
        objects[field(object, offset)] = (byte) value;
    }

    static void setField16(int object, int value, byte[] objects, int offset) {
        LittleEndian.setShort(objects, field(object, offset), (short) value);
    }

    static void setField32(int object, int value, byte[] objects, int offset) {
        LittleEndian.setInt(objects, field(object, offset), value);
    }

    static void setField64(int object, long value, byte[] objects, int offset) {
        LittleEndian.setLong(objects, field(object, offset), value);
    }

    static void setFieldReference(int object, int value, Machine machine, int offset) {
        machine.setReference(object, field(object, offset) - object, value);
    }

    private static int element(int array, int index, byte[] objects, int shift) {
        if (array == Reference.NULL) {
            throw new TrapSignal(TrapKind.NULL_ARRAY_REFERENCE);
        }
        if (Integer.compareUnsigned(index, LittleEndian.getInt(objects, array + ObjectLayout.LENGTH_OFFSET)) >= 0) {
            throw new TrapSignal(TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS);
        }
        return array + ObjectLayout.HEADER_BYTES + (index << shift);
    }

    static int element8S(int array, int index, byte[] objects) {
        return objects[element(array, index, objects, 0)];
    }

    static int element8U(int array, int index, byte[] objects) {
        return objects[element(array, index, objects, 0)] & 0xFF;
    }

    static int element16S(int array, int index, byte[] objects) {
        return LittleEndian.getShort(objects, element(array, index, objects, 1));
    }

    static int element16U(int array, int index, byte[] objects) {
        return LittleEndian.getShort(objects, element(array, index, objects, 1)) & 0xFFFF;
    }

    static int element32(int array, int index, byte[] objects) {
        return LittleEndian.getInt(objects, element(array, index, objects, 2));
    }

    static long element64(int array, int index, byte[] objects) {
        return LittleEndian.getLong(objects, element(array, index, objects, 3));
    }

    static void setElement8(int array, int index, int value, byte[] objects) {
        objects[element(array, index, objects, 0)] = (byte) value;
    }

    static void setElement16(int array, int index, int value, byte[] objects) {
        LittleEndian.setShort(objects, element(array, index, objects, 1), (short) value);
    }

    static void setElement32(int array, int index, int value, byte[] objects) {
        LittleEndian.setInt(objects, element(array, index, objects, 2), value);
    }

    static void setElement64(int array, int index, long value, byte[] objects) {
        LittleEndian.setLong(objects, element(array, index, objects, 3), value);
    }

    static void setElementReference(int array, int index, int value, Machine machine) {
        machine.setReference(array, element(array, index, machine.objects, 2) - array, value);
    }

    static int arrayLength(int array, byte[] objects) {
        if (array == Reference.NULL) {
            throw new TrapSignal(TrapKind.NULL_ARRAY_REFERENCE);
        }
        return LittleEndian.getInt(objects, array + ObjectLayout.LENGTH_OFFSET);
    }
}
