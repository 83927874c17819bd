/**
 * Lowering: from a validated function to executable code. Here stand the rules by which blocks are charged and by which
 * a frame is laid out; every tier reads them from here.
 */
@NullMarked
package dev.tally.runtime.code;

import org.jspecify.annotations.NullMarked;
