/**
 * References, the layout of objects, and the objects themselves: strings in a space of their own, and the handles by
 * which guests hold objects of the host.
 */
@NullMarked
package dev.tally.heap.object;

import org.jspecify.annotations.NullMarked;
