package dev.tally.telemetry.certification;

import dev.tally.telemetry.certification.profile.Limit;
import org.jspecify.annotations.Nullable;

/**
 * Something that the profile asks of the module, and what became of it.
 *
 * @param id stable across versions; what it means never changes
 * @param statement what is said, in words
 * @param unit what limit and maximum count
 * @param limit the most that is admitted, or null where there is nothing to count
 * @param maximum the most there was or can be; null where nothing is counted, or the amount is not public
 * @param firstTick the tick in which the maximum was first seen; null unless it was observed
 * @param failedIn the first tick in which it was not met, be it one that could not begin for that; null where there is none
 * @param basis how the verdict was come to
 */
public record Requirement(
        String id,
        String statement,
        String unit,
        @Nullable Limit limit,
        @Nullable Long maximum,
        @Nullable Long firstTick,
        @Nullable Long failedIn,
        Basis basis,
        Verdict verdict) {}
