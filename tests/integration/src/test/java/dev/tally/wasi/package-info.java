/** C programs against wasi-libc, run tick by tick: what they print, how they end, and that slices make no difference. */
@NullMarked
package dev.tally.wasi;

import org.jspecify.annotations.NullMarked;
