/**
 * The embedding API: hosts load modules, spawn guests and run them one tick at a time.
 */
@NullMarked
package dev.tally.runtime;

import org.jspecify.annotations.NullMarked;
