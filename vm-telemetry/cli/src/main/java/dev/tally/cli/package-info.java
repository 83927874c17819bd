/**
 * The {@code tally} command: runs and inspects modules, and shows what happened. What it prints for people may change;
 * exit codes and the schemas of its JSON do not without a new number.
 */
@NullMarked
package dev.tally.cli;

import org.jspecify.annotations.NullMarked;
