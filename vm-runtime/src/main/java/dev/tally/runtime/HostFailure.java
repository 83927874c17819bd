package dev.tally.runtime;

/** Carries a checked exception of a host function to the place that makes a trap of it. */
final class HostFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HostFailure(Exception cause) {
        super(cause);
    }

    /** What the host function threw. */
    static Throwable thrownBy(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof HostFailure && cause != null ? cause : failure;
    }
}
