/** Tests of {@code dev.tally.runtime.interpret}. */
@NullMarked
package dev.tally.runtime.interpret;

import org.jspecify.annotations.NullMarked;
