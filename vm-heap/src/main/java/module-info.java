/**
 * The arena that owns all that a guest has, the quota that bounds it and the counters that record what happened
 * there. It knows no bytecode.
 */
module dev.tally.heap {
    requires dev.tally.core;
    requires static org.jspecify;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
}
