/**
 * Evidence of real programs: that what is steady is found steady, that a planted leak is found, and that recording is
 * nowhere in what the machine executes.
 */
@NullMarked
package dev.tally.evidence;

import org.jspecify.annotations.NullMarked;
