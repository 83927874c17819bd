package dev.tally.runtime.compile;

import dev.tally.heap.memory.LittleEndian;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Writes accesses of linear memory out of nothing but methods of the JDK. HotSpot takes others, as those of {@link LinearAccess} are,
 * into a method only until that has grown to some 8,000 bytes; in a function with many accesses the last ones, which may be those of
 * its loops, would be calls. In exchange the range is checked twice, and the code of the function is longer.
 */
final class AccessInPlace {
    /** So many accesses HotSpot takes into a method with what else it does. */
    private static final int MOST_TAKEN_IN = 60;

    private static final ClassDesc HANDLE = Descriptors.of(VarHandle.class);
    private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    private static final MethodTypeDesc INDEX_TYPE =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);

    private final MethodWriter method;
    private final CodeBuilder code;
    private final int memory;
    private final int room;
    private final int address;

    /**
     * A writer of accesses.
     *
     * @param memory the variable of the array
     * @param room that of how many of its bytes lie behind the memory
     * @param address one in which it may put an address down
     */
    AccessInPlace(MethodWriter method, CodeBuilder code, int memory, int room, int address) {
        this.method = method;
        this.code = code;
        this.memory = memory;
        this.room = room;
        this.address = address;
    }

    /** Whether a method with so many accesses has them in their places. */
    static boolean suits(long accesses) {
        return accesses > MOST_TAKEN_IN;
    }

    /**
     * Writes an access whose address, as the guest gives it, is on top; a loaded value is then.
     *
     * @param storedSlot the slot of what is stored
     */
    void write(Access access, int storedSlot) {
        int width = access.width();
        code.istore(address);
        if (width > 1) {
            code.getstatic(Descriptors.of(LittleEndian.class), handle(width), HANDLE);
        }
        code.aload(memory);
        pushIndex(access);
        if (access.isStore()) {
            method.push(storedSlot, access.kind());
            store(width);
        } else {
            load(access);
        }
    }

    private static String handle(int width) {
        return switch (width) {
            case Short.BYTES -> "SHORT";
            case Integer.BYTES -> "INT";
            default -> "LONG";
        };
    }

    private static ClassDesc type(int width) {
        return switch (width) {
            case Short.BYTES -> ConstantDescs.CD_short;
            case Integer.BYTES -> ConstantDescs.CD_int;
            default -> ConstantDescs.CD_long;
        };
    }

    /** The mask tells HotSpot that the end is not negative, which it is not: the memory has room for the access at address 0. */
    private void pushIndex(Access access) {
        int offset = (int) access.offset();
        Label start = code.newBoundLabel();
        code.iload(address);
        code.aload(memory).arraylength().iload(room).isub();
        code.loadConstant(offset + access.width() - 1).isub();
        code.loadConstant(Integer.MAX_VALUE).iand();
        code.invokestatic(Descriptors.of(Objects.class), "checkIndex", INDEX_TYPE);
        Label end = code.newBoundLabel();
        Label beyond = code.newLabel();
        code.exceptionCatch(start, end, beyond, Descriptors.of(IndexOutOfBoundsException.class));
        method.cold(beyond, () -> {
            code.pop();
            method.fuel().giveExcess();
            code.invokestatic(
                    Descriptors.of(LinearAccess.class),
                    "outOfBounds",
                    MethodTypeDesc.of(Descriptors.of(TrapSignal.class)));
            code.athrow();
        });
        if (offset != 0) {
            code.loadConstant(offset).iadd();
        }
    }

    private void load(Access access) {
        int width = access.width();
        boolean isUnsigned = access.suffix().endsWith("U");
        if (width == 1) {
            code.baload();
        } else {
            code.invokevirtual(HANDLE, "get", MethodTypeDesc.of(type(width), BYTES, ConstantDescs.CD_int));
        }
        if (isUnsigned && width < Integer.BYTES) {
            code.loadConstant((1 << width * Byte.SIZE) - 1).iand();
        }
        if (access.kind() == Kind.LONG && width < Long.BYTES) {
            code.i2l();
            if (isUnsigned) {
                code.loadConstant(0xFFFF_FFFFL).land();
            }
        }
    }

    private void store(int width) {
        switch (width) {
            case 1 -> code.bastore();
            case Short.BYTES -> setNarrow();
            default -> set(width);
        }
    }

    private void setNarrow() {
        code.i2s();
        set(Short.BYTES);
    }

    private void set(int width) {
        code.invokevirtual(
                HANDLE, "set", MethodTypeDesc.of(ConstantDescs.CD_void, BYTES, ConstantDescs.CD_int, type(width)));
    }
}
