/** Tests of {@code dev.tally.runtime.code}. */
@NullMarked
package dev.tally.runtime.code;

import org.jspecify.annotations.NullMarked;
