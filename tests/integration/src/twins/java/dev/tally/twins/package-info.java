/**
 * The allocating guest programs once more, in plain Java, with objects of the JVM: what they compute is what the guests must
 * answer, and what they take is what the benchmarks set beside the guests. They know nothing of Tally.
 */
@NullMarked
package dev.tally.twins;

import org.jspecify.annotations.NullMarked;
