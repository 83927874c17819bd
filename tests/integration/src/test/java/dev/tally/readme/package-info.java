/** What the README promises, tried out. */
@NullMarked
package dev.tally.readme;

import org.jspecify.annotations.NullMarked;
