/**
 * The one number of bytes that bounds a guest, and the refusal of what does not fit.
 */
@NullMarked
package dev.tally.heap.quota;

import org.jspecify.annotations.NullMarked;
