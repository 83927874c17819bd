/** What HotSpot makes of the methods of the compiled tier: all that are used much must be compiled once more, to machine code. */
@NullMarked
package dev.tally.hotspot;

import org.jspecify.annotations.NullMarked;
