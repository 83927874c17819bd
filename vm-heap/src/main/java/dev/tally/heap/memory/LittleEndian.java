package dev.tally.heap.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in bytes, least significant byte first, at any alignment: how memories and objects are read and written. The JVM
 * checks every access against the array, which may be longer than what the guest may touch: whoever needs the smaller bound
 * checks it first.
 */
public final class LittleEndian {
    // For code that HotSpot is to take into another method, where each call of a method here would count. They have no
    // exact behaviour: the check of it is a fifth of what HotSpot has to build for an access, and it takes nothing more
    // into a method for which it has built too much.
    public static final VarHandle SHORT = view(short[].class);
    public static final VarHandle INT = view(int[].class);
    public static final VarHandle LONG = view(long[].class);
    private static final VarHandle CHAR = view(char[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private LittleEndian() {}

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }

    public static short getShort(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at);
    }

    public static void setShort(byte[] bytes, int at, short value) {
        SHORT.set(bytes, at, value);
    }

    public static char getChar(byte[] bytes, int at) {
        return (char) CHAR.get(bytes, at);
    }

    public static void setChar(byte[] bytes, int at, char value) {
        CHAR.set(bytes, at, value);
    }

    public static int getInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    public static void setInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    public static long getLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    public static void setLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    public static float getFloat(byte[] bytes, int at) {
        return (float) FLOAT.get(bytes, at);
    }

    public static void setFloat(byte[] bytes, int at, float value) {
        FLOAT.set(bytes, at, value);
    }

    public static double getDouble(byte[] bytes, int at) {
        return (double) DOUBLE.get(bytes, at);
    }

    public static void setDouble(byte[] bytes, int at, double value) {
        DOUBLE.set(bytes, at, value);
    }
}
