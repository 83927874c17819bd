/**
 * The conformance tests: runs the scripts of the specification's own test suite, and scripts of this project, and tells
 * what passed.
 */
@NullMarked
package dev.tally.conformance;

import org.jspecify.annotations.NullMarked;
