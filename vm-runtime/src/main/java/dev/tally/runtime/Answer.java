package dev.tally.runtime;

/** What a {@link RestingFunction} answers; made by the methods of {@link RestingCall}. */
public enum Answer {
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
