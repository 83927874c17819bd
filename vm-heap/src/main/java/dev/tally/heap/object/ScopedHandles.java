package dev.tally.heap.object;

import dev.tally.heap.account.BackingArrays;
import java.util.Objects;

/**
 * What a host holds of the guest's objects: references in places that the collector knows, in scopes that end one within
 * another. A place stays where it is while the object moves, and nothing that a host forgets keeps an object alive beyond the
 * end of its scope.
 *
 * <p>Places are not charged: they are the host's, like the objects behind {@link HostHandles}.
 */
public final class ScopedHandles {
    private static final int FIRST_PLACES = 16;
    private static final int[] NO_REFERENCES = {};

    private final BackingArrays arrays;
    private int[] references = NO_REFERENCES;
    private int size;

    /** Made by the arena. */
    @SuppressWarnings("exports") // Only the arena makes one.
    public ScopedHandles(BackingArrays arrays) {
        this.arrays = arrays;
    }

    /**
     * Begins a scope.
     *
     * @return what {@link #close} needs to end it
     */
    public int open() {
        return size;
    }

    /**
     * Ends a scope and all that began within it.
     *
     * @param scope what {@link #open} gave
     * @throws IllegalStateException if it has ended already
     */
    public void close(int scope) {
        if (scope < 0 || scope > size) {
            throw new IllegalStateException("this scope has ended already");
        }
        size = scope;
    }

    /** The places in use. */
    public int size() {
        return size;
    }

    /**
     * Holds a reference for as long as the innermost scope is open.
     *
     * @return its place
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing is held then
     */
    public int add(int reference) {
        if (size == references.length) {
            references = arrays.resized(references, Math.max(FIRST_PLACES, 2 * size));
        }
        references[size] = reference;
        return size++;
    }

    /**
     * The reference at a place, as it is now.
     *
     * @throws IndexOutOfBoundsException if its scope has ended
     */
    public int get(int place) {
        return references[Objects.checkIndex(place, size)];
    }

    /** Has another reference at a place. */
    public void set(int place, int reference) {
        references[Objects.checkIndex(place, size)] = reference;
    }

    /**
     * Lets go of most of the array if little of it is in use.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no room for the shorter one; nothing is wrong then
     */
    public void shrink() {
        int wanted = Math.max(FIRST_PLACES, size);
        if (references.length > 4 * wanted) {
            references = arrays.resized(references, wanted);
        }
    }

    /** Gives everything back. For the arena. */
    public void discard() {
        arrays.dropped((long) references.length * Integer.BYTES);
        references = NO_REFERENCES;
        size = 0;
    }
}
