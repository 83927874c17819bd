/**
 * What tests use to hunt bugs of the heap: a walk that verifies the object space, and failures on demand.
 */
@NullMarked
package dev.tally.heap.check;

import org.jspecify.annotations.NullMarked;
