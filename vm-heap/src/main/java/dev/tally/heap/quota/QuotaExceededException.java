package dev.tally.heap.quota;

/**
 * Something that a guest needs before it can run does not fit into its quota. Never thrown for what running code asks
 * for: that is answered with null or −1.
 */
public final class QuotaExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long requested;
    private final long charged;
    private final long quota;

    /**
     * @param what what was asked for, as a noun: "a memory of 3 pages"
     * @param requested its bytes
     * @param charged the bytes charged before it
     * @param quota the bytes that may be charged in all
     */
    public QuotaExceededException(String what, long requested, long charged, long quota) {
        super(what + " needs " + requested + " bytes, but of the quota of " + quota + " bytes " + charged
                + " are charged already");
        this.requested = requested;
        this.charged = charged;
        this.quota = quota;
    }

    /** The bytes that were asked for. */
    public long requested() {
        return requested;
    }

    /** The bytes that were charged before. */
    public long charged() {
        return charged;
    }

    /** The bytes that may be charged in all. */
    public long quota() {
        return quota;
    }
}
