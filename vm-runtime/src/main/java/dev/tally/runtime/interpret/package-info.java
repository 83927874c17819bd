/** The interpreter loop over lowered code. */
@NullMarked
package dev.tally.runtime.interpret;

import org.jspecify.annotations.NullMarked;
