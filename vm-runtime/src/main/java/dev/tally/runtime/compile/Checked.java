package dev.tally.runtime.compile;

import static dev.tally.heap.memory.LittleEndian.INT;
import static dev.tally.heap.memory.LittleEndian.LONG;
import static dev.tally.heap.memory.LittleEndian.SHORT;

import dev.tally.core.TrapKind;
import dev.tally.core.isa.Opcode;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.Reference;
import dev.tally.runtime.code.Requirement;
import dev.tally.runtime.ops.Numeric;
import java.util.Objects;

/**
 * Operations of compiled code that check something first: small, so that HotSpot takes each into the method that calls it, and with
 * few calls, since the bytecode of all that it takes counts: beyond 8,000 bytes it takes no more.
 */
final class Checked {
    private Checked() {}

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

    static float copySign(float magnitude, float sign) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) & Integer.MAX_VALUE
                | Float.floatToRawIntBits(sign) & Integer.MIN_VALUE);
    }

    static int toInt(double value) {
        if (value > -0x1p31 - 1 && value < 0x1p31) {
            return (int) value;
        }
        throw outOfRange(Opcode.I32_TRUNC_F64_S, value);
    }

    static int toUnsignedInt(double value) {
        if (value > -1 && value < 0x1p32) {
            return (int) (long) value;
        }
        throw outOfRange(Opcode.I32_TRUNC_F64_U, value);
    }

    static long toLong(double value) {
        if (value >= -0x1p63 && value < 0x1p63) {
            return (long) value;
        }
        throw outOfRange(Opcode.I64_TRUNC_F64_S, value);
    }

    static long toUnsignedLong(double value) {
        if (value > -1 && value < 0x1p64) {
            return Numeric.toUnsignedLong(value);
        }
        throw outOfRange(Opcode.I64_TRUNC_F64_U, value);
    }

    private static TrapSignal outOfRange(Opcode opcode, double value) {
        return trap(opcode, Double.doubleToRawLongBits(value), 0);
    }

    // Objects.

    static void require(int reference, int bits, int requirement) {
        if ((reference & bits) == 0) {
            throw new TrapSignal(Requirement.of(requirement).trap());
        }
    }

    private static TrapSignal nullStructure() {
        return new TrapSignal(TrapKind.NULL_STRUCTURE_REFERENCE);
    }

    static int field8S(int object, byte[] objects, int offset) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        return objects[object + offset];
    }

    static int field8U(int object, byte[] objects, int offset) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        return objects[object + offset] & 0xFF;
    }

    static int field16S(int object, byte[] objects, int offset) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        return (short) SHORT.get(objects, object + offset);
    }

    static int field16U(int object, byte[] objects, int offset) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        return (short) SHORT.get(objects, object + offset) & 0xFFFF;
    }

    static int field32(int object, byte[] objects, int offset) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        return (int) INT.get(objects, object + offset);
    }

    static long field64(int object, byte[] objects, int offset) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        return (long) LONG.get(objects, object + offset);
    }

    static void setField8(int object, int value, byte[] objects, int offset) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        objects[object + offset] = (byte) value;
    }

    static void setField16(int object, int value, byte[] objects, int offset) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        SHORT.set(objects, object + offset, (short) value);
    }

    static void setField32(int object, int value, byte[] objects, int offset) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        INT.set(objects, object + offset, value);
    }

    static void setField64(int object, long value, byte[] objects, int offset) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        LONG.set(objects, object + offset, value);
    }

    static void setFieldReference(int object, int value, byte[] objects, int offset, Machine machine) {
        if (object == Reference.NULL) {
            throw nullStructure();
        }
        INT.set(objects, object + offset, value);
        machine.remember(object, object + offset, value);
    }

    // Fields of an object that has just been made, which need no check.

    static void first8(int object, int value, byte[] objects, int offset) {
        objects[object + offset] = (byte) value;
    }

    static void first16(int object, int value, byte[] objects, int offset) {
        SHORT.set(objects, object + offset, (short) value);
    }

    static void first32(int object, int value, byte[] objects, int offset) {
        INT.set(objects, object + offset, value);
    }

    static void first64(int object, long value, byte[] objects, int offset) {
        LONG.set(objects, object + offset, value);
    }

    // Arrays.

    private static int element(int array, int index, byte[] objects, int shift) {
        if (array == Reference.NULL) {
            throw nullArray();
        }
        try {
            Objects.checkIndex(index, (int) INT.get(objects, array + ObjectLayout.LENGTH_OFFSET) & Integer.MAX_VALUE);
        } catch (IndexOutOfBoundsException beyond) {
            throw new TrapSignal(TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS);
        }
        return array + ObjectLayout.HEADER_BYTES + (index << shift);
    }

    private static TrapSignal nullArray() {
        return new TrapSignal(TrapKind.NULL_ARRAY_REFERENCE);
    }

    static int element8S(int array, int index, byte[] objects) {
        return objects[element(array, index, objects, 0)];
    }

    static int element8U(int array, int index, byte[] objects) {
        return objects[element(array, index, objects, 0)] & 0xFF;
    }

    static int element16S(int array, int index, byte[] objects) {
        return (short) SHORT.get(objects, element(array, index, objects, 1));
    }

    static int element16U(int array, int index, byte[] objects) {
        return (short) SHORT.get(objects, element(array, index, objects, 1)) & 0xFFFF;
    }

    static int element32(int array, int index, byte[] objects) {
        return (int) INT.get(objects, element(array, index, objects, 2));
    }

    static long element64(int array, int index, byte[] objects) {
        return (long) LONG.get(objects, element(array, index, objects, 3));
    }

    static void setElement8(int array, int index, int value, byte[] objects) {
        objects[element(array, index, objects, 0)] = (byte) value;
    }

    static void setElement16(int array, int index, int value, byte[] objects) {
        SHORT.set(objects, element(array, index, objects, 1), (short) value);
    }

    static void setElement32(int array, int index, int value, byte[] objects) {
        INT.set(objects, element(array, index, objects, 2), value);
    }

    static void setElement64(int array, int index, long value, byte[] objects) {
        LONG.set(objects, element(array, index, objects, 3), value);
    }

    static void setElementReference(int array, int index, int value, byte[] objects, Machine machine) {
        int at = element(array, index, objects, 2);
        INT.set(objects, at, value);
        machine.remember(array, at, value);
    }

    static int arrayLength(int array, byte[] objects) {
        if (array == Reference.NULL) {
            throw nullArray();
        }
        return (int) INT.get(objects, array + ObjectLayout.LENGTH_OFFSET);
    }
}
