/** The compiled tier: methods of the JVM for functions that are used much. */
@NullMarked
package dev.tally.runtime.compile;

import org.jspecify.annotations.NullMarked;
