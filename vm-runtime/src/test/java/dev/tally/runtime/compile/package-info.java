/** Tests of {@code dev.tally.runtime.compile}. */
@NullMarked
package dev.tally.runtime.compile;

import org.jspecify.annotations.NullMarked;
