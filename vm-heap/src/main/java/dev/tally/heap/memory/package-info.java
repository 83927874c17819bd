/**
 * Linear memories, and the little-endian view of bytes that memories and objects share.
 */
@NullMarked
package dev.tally.heap.memory;

import org.jspecify.annotations.NullMarked;
