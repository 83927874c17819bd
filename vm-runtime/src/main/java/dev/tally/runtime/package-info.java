/**
 * The embedding API: an {@link dev.tally.runtime.Engine} loads modules and spawns guests, a {@link
 * dev.tally.runtime.Guest} runs one tick at a time.
 */
@NullMarked
package dev.tally.runtime;

import org.jspecify.annotations.NullMarked;
