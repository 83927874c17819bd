/**
 * Measurements of Tally, alone and against peers: how fast the interpreter and compiled code are, what fuel, a rest and evidence cost,
 * and how small the whole is. Everything here prints figures and nothing judges them.
 */
@NullMarked
package dev.tally.benchmarks;

import org.jspecify.annotations.NullMarked;
