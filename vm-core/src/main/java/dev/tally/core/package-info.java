/**
 * The bytecode as data: what an instruction is, what a module holds, how both are read from bytes and when they
 * are valid. Nothing here runs anything.
 */
@NullMarked
package dev.tally.core;

import org.jspecify.annotations.NullMarked;
