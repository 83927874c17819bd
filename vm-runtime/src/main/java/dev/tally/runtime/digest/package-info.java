/** The digest of a guest's state: a public fact, canonical and independent of the arena's layout. */
@NullMarked
package dev.tally.runtime.digest;

import org.jspecify.annotations.NullMarked;
