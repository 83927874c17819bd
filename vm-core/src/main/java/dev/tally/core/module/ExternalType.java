package dev.tally.core.module;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;

/** The type of what a module imports or exports. */
public sealed interface ExternalType {
    /** The word for its kind: {@code func}, {@code table}, {@code memory}, {@code global} or {@code tag}. */
    ExternalKind kind();

    /**
     * A function.
     *
     * @param typeNumber its type's index in the type section of the module; in a guest, the guest's number of the type
     * @param type what stands there
     */
    record OfFunction(int typeNumber, FunctionType type) implements ExternalType {
        @Override
        public ExternalKind kind() {
            return ExternalKind.FUNCTION;
        }

        @Override
        public String toString() {
            return "func " + type;
        }
    }

    record OfTable(TableType type) implements ExternalType {
        @Override
        public ExternalKind kind() {
            return ExternalKind.TABLE;
        }

        @Override
        public String toString() {
            return "table " + type;
        }
    }

    record OfMemory(MemoryType type) implements ExternalType {
        @Override
        public ExternalKind kind() {
            return ExternalKind.MEMORY;
        }

        @Override
        public String toString() {
            return "memory " + type;
        }
    }

    record OfGlobal(GlobalType type) implements ExternalType {
        @Override
        public ExternalKind kind() {
            return ExternalKind.GLOBAL;
        }

        @Override
        public String toString() {
            return "global " + type;
        }
    }

    /**
     * A tag.
     *
     * @param typeNumber the type of its exceptions, numbered like that of a function
     * @param type what stands there: the parameters are the values of the exceptions, and there are no results
     */
    record OfTag(int typeNumber, FunctionType type) implements ExternalType {
        @Override
        public ExternalKind kind() {
            return ExternalKind.TAG;
        }

        @Override
        public String toString() {
            return "tag " + type;
        }
    }

    /**
     * A table.
     *
     * @param address the type of indices: i32, or i64 for a 64-bit table
     * @param element the type of its elements
     * @param size its size in elements
     */
    record TableType(NumberType address, ReferenceType element, SizeRange size) {
        /** A table with indices of 32 bits. */
        public TableType(ReferenceType element, SizeRange size) {
            this(NumberType.I32, element, size);
        }

        @Override
        public String toString() {
            return width(address) + size + " " + element;
        }
    }

    /**
     * A memory.
     *
     * @param address the type of addresses: i32, or i64 for a 64-bit memory
     * @param size its size in pages of 64 KiB
     */
    record MemoryType(NumberType address, SizeRange size) {
        /** Bytes of a page. */
        public static final int PAGE_BYTES = 1 << 16;

        /** A memory with addresses of 32 bits. */
        public MemoryType(SizeRange size) {
            this(NumberType.I32, size);
        }

        @Override
        public String toString() {
            return width(address) + size;
        }
    }

    private static String width(NumberType address) {
        return address == NumberType.I64 ? "i64 " : "";
    }

    /** A global. */
    record GlobalType(ValueType type, boolean mutable) {
        @Override
        public String toString() {
            return mutable ? "(mut " + type + ")" : type.toString();
        }
    }
}
