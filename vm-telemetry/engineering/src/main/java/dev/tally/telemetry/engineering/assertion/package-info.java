/**
 * For the regression tests of hosts: assertions about what a guest makes per tick, for any test framework.
 */
@NullMarked
package dev.tally.telemetry.engineering.assertion;

import org.jspecify.annotations.NullMarked;
