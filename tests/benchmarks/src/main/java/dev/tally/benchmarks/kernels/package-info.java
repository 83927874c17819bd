/**
 * The kernels once more, in plain Java with arrays and objects of the JVM: what the JVM makes of the same work when no
 * WebAssembly lies between. They know nothing of Tally.
 */
@NullMarked
package dev.tally.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
