package dev.tally.core.module;

import dev.tally.core.type.ValueType;

/** How a field keeps its value: as what it is, or packed into fewer bits. */
public sealed interface StorageType {
    /** The type of the values that are read and written. */
    ValueType valueType();

    /** As a value of this type. */
    record Unpacked(ValueType type) implements StorageType {
        @Override
        public ValueType valueType() {
            return type;
        }

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
        public ValueType valueType() {
            return ValueType.I32;
        }

        @Override
        public String toString() {
            return this == I8 ? "i8" : "i16";
        }
    }
}
