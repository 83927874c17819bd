package dev.tally.runtime;

/**
 * A function of the host that runs at once, beneath the guest's frame. It gets numbers and memory, and is as cheap as a
 * call can be; in return it must not enter the guest, and there are no strings and no waiting. An exception ends the
 * guest's call with a trap that carries it.
 */
@FunctionalInterface
public interface LeafFunction {
    /** Reads arguments from the call and sets its results; the call is valid until this returns. */
    void call(LeafCall call) throws Exception;
}
