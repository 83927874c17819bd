/** Scripts of the test suite as data: commands, actions, what they should result in, and the reader of them all. */
@NullMarked
package dev.tally.conformance.script;

import org.jspecify.annotations.NullMarked;
