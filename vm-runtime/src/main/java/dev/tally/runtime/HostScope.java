package dev.tally.runtime;

import dev.tally.heap.object.ScopedHandles;

/**
 * How long the host holds objects of a guest: from when it first sees one until its function returns or, between ticks, until the
 * next one begins. It never ends with a tick, because where ticks end depends on their size, and what is held decides what a
 * census finds.
 */
final class HostScope {
    private static final int CLOSED = -1;

    private final ScopedHandles handles;
    private int scope = CLOSED;
    private long number;

    HostScope(ScopedHandles handles) {
        this.handles = handles;
    }

    /** Holds an object; answers its place. */
    int hold(int reference) {
        if (scope == CLOSED) {
            scope = handles.open();
        }
        return handles.add(reference);
    }

    /** Which of all scopes this is. */
    long number() {
        return number;
    }

    /** What is held at a place of a scope, as it is now. */
    int reference(long ofScope, int place) {
        if (ofScope != number) {
            throw new IllegalStateException(
                    "this object was held until its tick or function ended; read it again where it"
                            + " came from, or have the guest keep it");
        }
        return handles.get(place);
    }

    /** Lets go of everything. */
    void end() {
        if (scope != CLOSED) {
            handles.close(scope);
            scope = CLOSED;
            number++;
        }
    }
}
