/**
 * The arena: everything that one guest owns, in one place. All the rest of the heap stands below it.
 */
@NullMarked
package dev.tally.heap.arena;

import org.jspecify.annotations.NullMarked;
