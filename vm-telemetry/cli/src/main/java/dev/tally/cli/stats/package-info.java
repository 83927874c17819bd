/**
 * {@code tally stats}: what being governed costs a module in code.
 */
@NullMarked
package dev.tally.cli.stats;

import org.jspecify.annotations.NullMarked;
