/** The guest's stack: frames in slots, and the one execution that a guest has, running or at rest. */
@NullMarked
package dev.tally.runtime.frame;

import org.jspecify.annotations.NullMarked;
