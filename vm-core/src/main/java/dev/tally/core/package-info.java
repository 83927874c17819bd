/**
 * What every user of the bytecode may meet: the reasons for which a module is refused, the limits on what is accepted,
 * and the kinds of traps.
 */
@NullMarked
package dev.tally.core;

import org.jspecify.annotations.NullMarked;
