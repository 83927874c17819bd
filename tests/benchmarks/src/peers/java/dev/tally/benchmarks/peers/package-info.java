/** Other engines, for comparison alone. */
@NullMarked
package dev.tally.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
