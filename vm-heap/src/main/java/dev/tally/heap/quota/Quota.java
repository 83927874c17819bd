package dev.tally.heap.quota;

import dev.tally.heap.account.Ledger;

/**
 * One number of bytes that bounds everything a guest owns, exact to the byte. What is charged follows from what the guest
 * asked for and from nothing else: never from capacity, rounding of the JVM, or the moment of a collection.
 */
public final class Quota {
    private final long limit;
    private final Ledger ledger;
    private long charged;

    /**
     * @param limit bytes, not negative
     */
    @SuppressWarnings("exports") // Only the arena makes one.
    public Quota(long limit, Ledger ledger) {
        if (limit < 0) {
            throw new IllegalArgumentException("a quota of " + limit + " bytes is negative");
        }
        this.limit = limit;
        this.ledger = ledger;
    }

    /** The bytes that may be charged in all. */
    public long limit() {
        return limit;
    }

    /** The bytes that are charged now. */
    public long charged() {
        return charged;
    }

    /** The bytes that can still be charged. */
    public long available() {
        return limit - charged;
    }

    /** Charges the bytes if they fit; counts a refusal, and charges nothing, if they do not. */
    public boolean request(long bytes) {
        if (!admits(bytes)) {
            return false;
        }
        charge(bytes);
        return true;
    }

    /**
     * Whether the bytes fit; a refusal is counted if they do not. For requests between whose admission and charge
     * something else may fail.
     */
    public boolean admits(long bytes) {
        assert bytes >= 0 : bytes;
        if (bytes <= limit - charged) {
            return true;
        }
        ledger.refused();
        return false;
    }

    /** Charges bytes that were admitted. */
    public void charge(long bytes) {
        assert bytes >= 0 && bytes <= limit - charged : bytes + " beyond " + available();
        charged += bytes;
        ledger.charged(charged);
    }

    /** Takes back the charge for what never came into use. */
    public void release(long bytes) {
        assert bytes >= 0 && bytes <= charged : bytes + " of " + charged;
        charged -= bytes;
        ledger.charged(charged);
    }
}
