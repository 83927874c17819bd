package dev.tally.core.module;

import java.util.Arrays;

/**
 * Encoded instructions up to and including their last {@code end}: a function's body or a constant expression. They
 * stay encoded; {@link dev.tally.core.binary.InstructionReader} walks over them. Two codes are equal when their bytes are,
 * wherever they stood.
 */
public final class Code {
    private final byte[] bytes;
    private final long moduleOffset;

    /**
     * @param bytes the instructions; not copied and never written to
     * @param moduleOffset where the first of them stood in the module, for messages
     */
    public Code(byte[] bytes, long moduleOffset) {
        this.bytes = bytes;
        this.moduleOffset = moduleOffset;
    }

    /** The encoded instructions themselves, not a copy: for reading only. */
    public byte[] bytes() {
        return bytes;
    }

    /** The byte of the module at which the first instruction stood. */
    public long moduleOffset() {
        return moduleOffset;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Code code && Arrays.equals(bytes, code.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes of code";
    }
}
