/**
 * {@code tally run}: runs one guest to its end, tick by tick, and tells what happened.
 */
@NullMarked
package dev.tally.cli.run;

import org.jspecify.annotations.NullMarked;
