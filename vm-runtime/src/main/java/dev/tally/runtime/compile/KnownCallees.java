package dev.tally.runtime.compile;

import dev.tally.heap.object.Reference;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.Instance;

/**
 * Functions of one instance that have a method, by the references to them: what indirect calls ask first. A function that has a method
 * keeps it.
 */
final class KnownCallees {
    private static final int NONE = -1;

    /** The guest's number of the first function that the instance defines; those of the others follow. */
    private final int first;

    /** By those numbers: the index of a function in the instance, plus 1, below the number of its type; 0 of who is not known. */
    private final long[] known;

    KnownCallees(Instance instance) {
        int imported = instance.program().module().spaces().importedFunctions();
        int defined = instance.program().module().definition().functions().size();
        this.first = defined == 0 ? 0 : instance.function(imported).number();
        this.known = new long[defined];
    }

    /** Notes a function that the instance defines. */
    void add(GuestFunction function) {
        known[function.number() - first] = (long) function.typeNumber() << Integer.SIZE | function.index() + 1;
    }

    /** The index of a function, or −1. */
    int index(int reference) {
        return (int) find(reference) - 1;
    }

    /** The index of a function of a type, or −1. */
    int index(int reference, int typeNumber) {
        long found = find(reference);
        return found >>> Integer.SIZE == typeNumber ? (int) found - 1 : NONE;
    }

    private long find(int reference) {
        int place = Reference.functionIndex(reference) - first;
        return place >= 0 && place < known.length && !Reference.isNull(reference) ? known[place] : 0;
    }
}
