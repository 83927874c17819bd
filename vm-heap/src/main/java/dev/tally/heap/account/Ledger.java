package dev.tally.heap.account;

import dev.tally.heap.HeapCounters;

/**
 * The writing side of the counters: one method for each thing that can happen in an arena. It adds and never decides
 * anything, and what a guest can see must never depend on it.
 */
public final class Ledger extends HeapCounters {

    /** Structs were made. */
    public void structsAllocated(long count, long bytes) {
        structAllocations += count;
        structAllocatedBytes += bytes;
        objectBytes += bytes;
    }

    /** Arrays were made, not from a segment. */
    public void arraysAllocated(long count, long bytes) {
        arrayAllocations += count;
        arrayAllocatedBytes += bytes;
        objectBytes += bytes;
    }

    /** An array was made from a segment. */
    public void literalAllocated(long bytes) {
        literalAllocations++;
        literalAllocatedBytes += bytes;
        objectBytes += bytes;
    }

    /** An exception was made. */
    public void exceptionAllocated(long bytes) {
        exceptionAllocations++;
        exceptionAllocatedBytes += bytes;
        objectBytes += bytes;
    }

    /** A string was made while running. */
    public void stringAllocated(long bytes) {
        stringAllocations++;
        stringAllocatedBytes += bytes;
        objectBytes += bytes;
    }

    /** A string constant was made at its first reading. */
    public void stringMaterialised(long bytes) {
        materialisations++;
        materialisedBytes += bytes;
        objectBytes += bytes;
    }

    /** A host object got a handle. */
    public void handleAllocated() {
        handleAllocations++;
    }

    /** A copy was made; its bytes are told apart, since it may be made in parts. */
    public void copied() {
        copies++;
    }

    /** A copy, or a part of one, moved so many bytes. */
    public void moved(long bytes) {
        copiedBytes += bytes;
    }

    /** A new memory has so many bytes. */
    public void memoryAdded(long bytes) {
        memoryBytes += bytes;
    }

    /** A memory of so many bytes is no more. */
    public void memoryDiscarded(long bytes) {
        memoryBytes -= bytes;
    }

    /** A memory became larger for the guest. */
    public void memoryGrown(long bytes) {
        memoryGrowths++;
        memoryBytes += bytes;
    }

    /** All objects were traced to charge what is reachable. */
    public void censusTaken() {
        censuses++;
    }

    /** A trace reached so many words. */
    public void traced(long words) {
        tracedWords += words;
    }

    /** The nursery was emptied. */
    public void nurseryCollected(long promoted, long reclaimed) {
        nurseryCollections++;
        promotedBytes += promoted;
        reclaim(reclaimed);
    }

    /** The old objects were moved together. */
    public void oldCollected(long reclaimed) {
        oldCollections++;
        reclaim(reclaimed);
    }

    private void reclaim(long bytes) {
        reclaimedBytes += bytes;
        objectBytes -= bytes;
    }

    /** The arena is gone, and objects of so many bytes with it. */
    public void objectsDiscarded(long bytes) {
        objectBytes -= bytes;
    }

    /** A table became larger for the guest. */
    public void tableGrown() {
        tableGrowths++;
    }

    /** A request did not fit into the quota. */
    public void refused() {
        quotaRefusals++;
    }

    /** The quota is charged so much now. */
    public void charged(long bytes) {
        chargedBytes = bytes;
    }

    /** The space of the objects moved into a larger array. */
    public void objectSpaceGrown() {
        objectSpaceGrowths++;
    }

    /** The JVM made an array, and lets go of the one that it replaces. */
    public void committed(long bytes, long replacedBytes) {
        commits++;
        committedBytes += bytes - replacedBytes;
    }

    /** An array is let go, and none takes its place. */
    public void dropped(long bytes) {
        committedBytes -= bytes;
    }
}
