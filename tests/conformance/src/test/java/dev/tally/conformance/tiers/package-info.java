/** Modules drawn at random, run by every tier: whatever runs a guest, it does the same. */
@NullMarked
package dev.tally.conformance.tiers;

import org.jspecify.annotations.NullMarked;
