/** The types of values and functions, as hosts see them. */
@NullMarked
package dev.tally.core.type;

import org.jspecify.annotations.NullMarked;
