/**
 * The arena that owns all that a guest has, the quota that bounds it and the counters that record what happened
 * there. It knows no bytecode.
 */
@NullMarked
package dev.tally.heap;

import org.jspecify.annotations.NullMarked;
