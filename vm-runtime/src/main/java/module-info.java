/**
 * The embedding API: hosts load modules, spawn guests and run them one tick at a time.
 */
module dev.tally.runtime {
    requires transitive dev.tally.core;
    requires transitive dev.tally.heap;
    requires static transitive org.jspecify;
    requires transitive org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
    requires org.slf4j;

    exports dev.tally.runtime;
    exports dev.tally.runtime.wasi;
}
