package dev.tally.runtime;

import dev.tally.heap.arena.Arena;

/** Lets tests have the arena of a guest fail on demand; hosts cannot reach it. */
public final class GuestArenas {
    private GuestArenas() {}

    /** The arena that the guest owns. */
    public static Arena of(Guest guest) {
        return guest.store().arena();
    }
}
