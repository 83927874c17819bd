/** Tests of {@code dev.tally.runtime.ops}. */
@NullMarked
package dev.tally.runtime.ops;

import org.jspecify.annotations.NullMarked;
