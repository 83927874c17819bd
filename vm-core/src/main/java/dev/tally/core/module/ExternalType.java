package dev.tally.core.module;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;

/** The type of what a module imports or exports. */
public sealed interface ExternalType {
    /** The word for its kind: {@code func}, {@code table}, {@code memory} or {@code global}. */
    ExternalKind kind();

    record OfFunction(FunctionType type) implements ExternalType {
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

    /** A table: the type of its elements and its size in elements. */
    record TableType(ReferenceType element, SizeRange size) {
        @Override
        public String toString() {
            return size + " " + element;
        }
    }

    /** A memory: its size in pages of 64 KiB. */
    record MemoryType(SizeRange size) {
        /** Bytes of a page. */
        public static final int PAGE_BYTES = 1 << 16;

        @Override
        public String toString() {
            return size.toString();
        }
    }

    /** A global. */
    record GlobalType(ValueType type, boolean mutable) {
        @Override
        public String toString() {
            return mutable ? "(mut " + type + ")" : type.toString();
        }
    }
}
