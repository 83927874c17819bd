package dev.tally.benchmarks;

import org.jspecify.annotations.Nullable;

/** What a node of {@link NodeHeap} is as an object of the JVM: two references and two numbers. */
final class JvmNode {
    @Nullable
    JvmNode next;

    @Nullable
    JvmNode other;

    long first;
    long second;

    JvmNode(@Nullable JvmNode next) {
        this.next = next;
    }
}
