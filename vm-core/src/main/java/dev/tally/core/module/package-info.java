/** The immutable model of a decoded module, in the terms of the specification. */
@NullMarked
package dev.tally.core.module;

import org.jspecify.annotations.NullMarked;
