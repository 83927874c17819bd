/** What tests do to the heap that nobody else may. */
@NullMarked
package dev.tally.heap;

import org.jspecify.annotations.NullMarked;
