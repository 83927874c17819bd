package dev.tally.heap.check;

import dev.tally.heap.arena.Arena;

/**
 * Makes the JVM seem to have no room, for tests that show that this leaves a guest unchanged. It fails one commitment and
 * then no more, so that what failed can be tried again.
 */
public final class CommitFailure {
    private CommitFailure() {}

    /** The next array that this arena asks for is not made. */
    public static void failNextCommit(Arena arena) {
        failCommitAfter(arena, 0);
    }

    /** So many arrays are made, and the one after them is not. */
    public static void failCommitAfter(Arena arena, int commits) {
        arena.backingArrays().failAfter(commits);
    }
}
