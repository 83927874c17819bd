/**
 * {@code tally certify} and {@code tally verify}: make certificates for the public, and make them again to see whether
 * they are true.
 */
@NullMarked
package dev.tally.cli.certify;

import org.jspecify.annotations.NullMarked;
