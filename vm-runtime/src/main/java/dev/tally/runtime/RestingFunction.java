package dev.tally.runtime;

/**
 * A function of the host that runs while the guest is at rest. It may read and make strings, let the guest wait, and have
 * functions of the guest called. An exception ends the guest's call with a trap that carries it.
 *
 * <p>It keeps no state of a call in Java: after {@link RestingCall#call} and {@link RestingCall#pay} it is called again
 * from its beginning, with {@link RestingCall#round} one higher.
 */
@FunctionalInterface
public interface RestingFunction {
    /** Reads arguments, sets results and answers how to go on; the call is valid until this returns. */
    Answer call(RestingCall call) throws Exception;

    /** What such a function answers; made by the methods of {@link RestingCall}. */
    enum Answer {
        /** The results are set; the guest goes on. */
        DONE,
        /** The results come later, by {@link Guest#complete()}; the tick ends. */
        PENDING,
        /** A function of the guest is to be called first; then the host's function is called again. */
        CALL,
        /** Fuel is to be collected first; then the host's function is called again. */
        PAY,
        /** The guest ends itself. */
        EXIT
    }
}
