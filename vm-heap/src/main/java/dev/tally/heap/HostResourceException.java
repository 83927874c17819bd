package dev.tally.heap;

/**
 * The JVM could not commit memory that a guest has a right to. The guest is unchanged and at rest: the same tick may
 * be tried again when the host has made room. This is never the guest's fault, so it is never a trap.
 */
public final class HostResourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long requestedBytes;

    /**
     * @param requestedBytes the size of the array that could not be made
     * @param cause what the JVM said
     */
    public HostResourceException(long requestedBytes, OutOfMemoryError cause) {
        super(
                "the JVM has no room for an array of " + requestedBytes
                        + " bytes; the guest is unchanged, try again when there is more",
                cause);
        this.requestedBytes = requestedBytes;
    }

    /** The bytes of the array that could not be made. */
    public long requestedBytes() {
        return requestedBytes;
    }
}
