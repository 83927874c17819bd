package dev.tally.runtime;

import dev.tally.heap.arena.Arena;

/** Lets the runner of scripts look into the arena of a guest and have it collect; hosts cannot reach it. */
public final class GuestArenas {
    private GuestArenas() {}

    /** The arena that the guest owns. */
    public static Arena of(Guest guest) {
        return guest.store().arena();
    }
}
