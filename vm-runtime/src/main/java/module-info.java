/**
 * The embedding API: hosts load modules, spawn guests and run them one tick at a time.
 */
module dev.tally.runtime {
    requires dev.tally.core;
    requires dev.tally.heap;
    requires static org.jspecify;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
    requires org.slf4j;
}
