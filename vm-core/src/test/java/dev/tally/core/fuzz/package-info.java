/** Hunts for modules that break the reader or the validator: random valid ones, and mutants of valid ones. */
@NullMarked
package dev.tally.core.fuzz;

import org.jspecify.annotations.NullMarked;
