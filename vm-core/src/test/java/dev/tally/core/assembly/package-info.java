/** Builds modules byte by byte for tests, valid or not: it checks nothing, so that a test can be wrong on purpose. */
@NullMarked
package dev.tally.core.assembly;

import org.jspecify.annotations.NullMarked;
