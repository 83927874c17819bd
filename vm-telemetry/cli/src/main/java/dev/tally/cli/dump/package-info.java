/**
 * {@code tally dump}: evidence that was written earlier, shown and compared.
 */
@NullMarked
package dev.tally.cli.dump;

import org.jspecify.annotations.NullMarked;
