/**
 * {@code tally inspect}: tells what a module asks for, offers and holds, without running it.
 */
@NullMarked
package dev.tally.cli.inspect;

import org.jspecify.annotations.NullMarked;
