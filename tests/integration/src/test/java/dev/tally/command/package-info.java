/** The {@code tally} command as users start it: the launcher, the packed jars, real streams and signals. */
@NullMarked
package dev.tally.command;

import org.jspecify.annotations.NullMarked;
