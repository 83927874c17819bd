/** Proves that the benchmarks measure what they say; measures nothing. */
@NullMarked
package dev.tally.benchmarks;

import org.jspecify.annotations.NullMarked;
