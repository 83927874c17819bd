/**
 * What every command shares: the streams of the process, exit codes, failures, figures and text that a terminal can be
 * shown.
 */
@NullMarked
package dev.tally.cli.console;

import org.jspecify.annotations.NullMarked;
