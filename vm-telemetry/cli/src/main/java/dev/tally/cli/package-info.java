/**
 * The {@code tally} command: runs and inspects modules, and shows what happened.
 */
@NullMarked
package dev.tally.cli;

import org.jspecify.annotations.NullMarked;
