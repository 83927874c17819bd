/**
 * What guests cost in objects: none on the heap of the JVM while they run, and in their own arena exactly as many as can be
 * derived by hand. Every zero has a control that shows it would not be zero if something allocated.
 */
@NullMarked
package dev.tally.allocation;

import org.jspecify.annotations.NullMarked;
