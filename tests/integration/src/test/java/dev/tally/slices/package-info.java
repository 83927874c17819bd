/**
 * The promise that how a run is cut into ticks changes nothing but where the cuts fall: every guest program, in slices of
 * every size, in every mode of resting.
 */
@NullMarked
package dev.tally.slices;

import org.jspecify.annotations.NullMarked;
