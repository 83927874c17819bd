/** The opcode table: everything that is known of an instruction without running it. */
@NullMarked
package dev.tally.core.isa;

import org.jspecify.annotations.NullMarked;
