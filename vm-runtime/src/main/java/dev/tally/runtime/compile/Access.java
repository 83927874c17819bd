package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;

/**
 * A load or a store of compiled code.
 *
 * @param width in bytes
 * @param suffix how the methods in {@link LinearAccess} and {@link Checked} are told apart that do it
 * @param kind of what is loaded or stored
 * @param isStore whether it stores
 * @param displacement what is added to the address before the offset, modulo 2^32
 * @param offset what is added to the address, without wrapping
 */
record Access(int width, String suffix, Kind kind, boolean isStore, int displacement, long offset) {
    private static final String[] SUFFIXES = {"8S", "8U", "16S", "16U", "32", "32U", "64"};

    static Access of(Step step) {
        int operation = step.operation();
        return switch (operation) {
            case Operation.LOAD_WIDE -> load(step.kind(), 0, step.second());
            case Operation.STORE_WIDE -> store(step.kind(), step.second());
            case Operation.LOAD_8_U_DISPLACED, Operation.LOAD_32_S_DISPLACED, Operation.LOAD_64_DISPLACED ->
                load(operation - (Operation.LOAD_8_U_DISPLACED - 1), step.number(), 0);
            default ->
                operation < Operation.STORE_8
                        ? load(operation - Operation.LOAD_8_S, 0, step.number())
                        : store(operation - Operation.STORE_8, step.a());
        };
    }

    /** A load by its number among the loads. */
    static Access ofLoaded(int load) {
        return load(load, 0, 0);
    }

    /** A store into an object, by its kind. */
    static Access ofStored(int store) {
        return store(store & 3, 0);
    }

    private static Access load(int load, int displacement, long offset) {
        return new Access(
                1 << (load >> 1), SUFFIXES[load], load >= 5 ? Kind.LONG : Kind.INT, false, displacement, offset);
    }

    private static Access store(int shift, long offset) {
        return new Access(1 << shift, String.valueOf(8 << shift), shift == 3 ? Kind.LONG : Kind.INT, true, 0, offset);
    }

    /** The method in {@link LinearAccess} for linear memory. */
    String method() {
        return (isStore ? "store" : "load") + suffix;
    }
}
