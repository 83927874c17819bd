package dev.tally.core.module;

/** What instantiation does with a segment. */
public sealed interface SegmentMode {
    /** Copied into a table or memory at instantiation, then dropped. */
    record Active(int target, Code offset) implements SegmentMode {}

    /** Kept for the instructions that copy from it. */
    record Passive() implements SegmentMode {}

    /** Only declares functions as referable; dropped at instantiation. */
    record Declarative() implements SegmentMode {}
}
