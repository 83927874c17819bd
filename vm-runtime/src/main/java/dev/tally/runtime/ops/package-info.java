/** Semantics of the operations that Java does not have, written once and used by every tier. */
@NullMarked
package dev.tally.runtime.ops;

import org.jspecify.annotations.NullMarked;
