/**
 * Evidence for engineers: one row of counters per tick, recorded without allocation. It may change in any
 * version and is never certification policy.
 */
module dev.tally.telemetry.engineering {
    requires transitive dev.tally.runtime;
    requires static transitive org.jspecify;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
    requires tools.jackson.core;
    requires jdk.management;

    exports dev.tally.telemetry.engineering;
    exports dev.tally.telemetry.engineering.assertion;
    exports dev.tally.telemetry.engineering.dump;
}
