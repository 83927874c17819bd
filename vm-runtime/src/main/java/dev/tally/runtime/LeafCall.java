package dev.tally.runtime;

/** A call of a {@link LeafFunction}. */
public final class LeafCall extends HostCall {
    LeafCall(Guest guest) {
        super(guest);
    }
}
