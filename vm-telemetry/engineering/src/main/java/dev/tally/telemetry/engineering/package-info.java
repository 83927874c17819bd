/**
 * Evidence for engineers: one row of counters per tick, recorded without allocation. It may change in any
 * version and is never certification policy.
 */
@NullMarked
package dev.tally.telemetry.engineering;

import org.jspecify.annotations.NullMarked;
