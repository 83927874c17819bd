package dev.tally.runtime.compile;

import dev.tally.heap.object.Reference;
import dev.tally.runtime.link.GuestFunction;
import java.util.Arrays;

/**
 * Functions of one instance that have a method, by the references to them: what indirect calls ask first. A function that has a method
 * keeps it.
 */
final class KnownCallees {
    private static final int NONE = -1;

    /** By the guest's number of a function: its index in the instance, plus 1; 0 of those that are not known. */
    private int[] indices = {};

    /** By the same: the guest's numbers of their types. */
    private int[] types = {};

    void add(GuestFunction function) {
        int number = function.number();
        if (number >= indices.length) {
            indices = Arrays.copyOf(indices, Math.max(number + 1, 2 * indices.length));
            types = Arrays.copyOf(types, indices.length);
        }
        indices[number] = function.index() + 1;
        types[number] = function.typeNumber();
    }

    /** The index of a function, or −1. */
    int index(int reference) {
        int number = Reference.functionIndex(reference);
        return number < indices.length && !Reference.isNull(reference) ? indices[number] - 1 : NONE;
    }

    /** The index of a function of a type, or −1. */
    int index(int reference, int typeNumber) {
        int index = index(reference);
        return index >= 0 && types[Reference.functionIndex(reference)] == typeNumber ? index : NONE;
    }
}
