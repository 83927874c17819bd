package dev.tally.architecture.planted;

import dev.tally.telemetry.certification.run.PublicFacts;
import java.util.List;

/**
 * Facts with one that is not public.
 *
 * @param allocations of strings
 */
public record PlantedFacts(PublicFacts facts, List<Amount> allocations) {
    /** An amount. */
    public record Amount(Object amount) {}
}
