/**
 * The arena that owns all that a guest has, the quota that bounds it and the counters that record what happened
 * there. It knows no bytecode.
 *
 * <p>Hosts see the counters and the exception of the JVM; only the machine sees the arena; and nothing outside the heap
 * sees the package in which the counters can be written.
 */
module dev.tally.heap {
    requires dev.tally.core;
    requires static org.jspecify;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;

    exports dev.tally.heap;
    exports dev.tally.heap.arena to
            dev.tally.runtime;
    exports dev.tally.heap.collect to
            dev.tally.runtime;
    exports dev.tally.heap.quota to
            dev.tally.runtime;
    exports dev.tally.heap.memory to
            dev.tally.runtime;
    exports dev.tally.heap.word to
            dev.tally.runtime;
    exports dev.tally.heap.object to
            dev.tally.runtime;
    exports dev.tally.heap.check to
            dev.tally.runtime;
}
