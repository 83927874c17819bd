/**
 * WASI preview 1 as far as programs need it that compute and print: arguments, environment, a virtual clock, seeded
 * randomness and the three standard streams. What is not offered answers an error code of the specification.
 */
@NullMarked
package dev.tally.runtime.wasi;

import org.jspecify.annotations.NullMarked;
