package dev.tally.cli.run;

import org.jspecify.annotations.Nullable;

/**
 * A result of a call.
 *
 * @param type its type, in the words of the specification
 * @param text its value as {@link Literals} write it, or null for a null reference
 */
record TypedValue(String type, @Nullable String text) {}
