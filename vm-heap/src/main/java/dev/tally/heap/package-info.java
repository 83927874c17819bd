/**
 * What a host may know of a guest's arena: the counters that the heap keeps of it, the table that says what each of
 * them means, and the exception for a JVM that has no room. Everything else of the heap is the machine's own.
 */
@NullMarked
package dev.tally.heap;

import org.jspecify.annotations.NullMarked;
