/**
 * Measurements of Tally, alone and against a peer: how fast the interpreter is, what fuel, a rest and evidence cost,
 * and how small the whole is. Everything here prints figures and nothing judges them.
 */
@NullMarked
package dev.tally.benchmarks;

import org.jspecify.annotations.NullMarked;
