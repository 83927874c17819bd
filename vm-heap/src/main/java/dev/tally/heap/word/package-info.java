/**
 * Words that guest code names directly, and that may hold references: elements of tables, globals, slots of the stack.
 * The collector will find its roots here.
 */
@NullMarked
package dev.tally.heap.word;

import org.jspecify.annotations.NullMarked;
