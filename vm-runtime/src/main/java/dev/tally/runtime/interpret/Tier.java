package dev.tally.runtime.interpret;

import dev.tally.runtime.frame.Execution;

/** One way to run a guest's code. All of them do the same; they differ in speed alone. */
public interface Tier {
    /** Runs the guest from where it rests until something ends that. */
    Exit run(Execution execution);
}
