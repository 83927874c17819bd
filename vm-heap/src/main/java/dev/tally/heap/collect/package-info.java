/**
 * The collector: when it collects, how it empties the nursery, traces, and moves what lives together. It reaches what the mutator
 * holds through a port, {@link dev.tally.heap.collect.Roots}, and knows neither frames nor bytecode.
 */
@NullMarked
package dev.tally.heap.collect;

import org.jspecify.annotations.NullMarked;
