package dev.tally.core.module;

/** The type of a structure's field or of an array's elements. */
public record FieldType(StorageType storage, boolean mutable) {
    @Override
    public String toString() {
        return mutable ? "(mut " + storage + ")" : storage.toString();
    }
}
