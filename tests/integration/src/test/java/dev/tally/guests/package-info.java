/**
 * The guest programs of the tests, and what it takes to run one and write down all that can be observed of it: the
 * expectations beside the programs, the host that they import, and performances that are cut into ticks in many ways.
 */
@NullMarked
package dev.tally.guests;

import org.jspecify.annotations.NullMarked;
