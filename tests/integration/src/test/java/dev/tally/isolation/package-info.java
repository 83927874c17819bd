/**
 * What guests must not notice: other guests, the threads that tick them, and a JVM that has no room. And what a host must
 * not notice: how many guests it has.
 */
@NullMarked
package dev.tally.isolation;

import org.jspecify.annotations.NullMarked;
