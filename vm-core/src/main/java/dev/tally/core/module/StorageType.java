package dev.tally.core.module;

import dev.tally.core.type.ValueType;

/** How a field keeps its value: as what it is, or packed into fewer bits. */
public sealed interface StorageType {
    /** As a value of this type. */
    record Unpacked(ValueType type) implements StorageType {
        @Override
        public String toString() {
            return type.toString();
        }
    }

    /** As the low bits of an {@code i32}. */
    enum Packed implements StorageType {
        I8,
        I16;

        @Override
        public String toString() {
            return this == I8 ? "i8" : "i16";
        }
    }
}
