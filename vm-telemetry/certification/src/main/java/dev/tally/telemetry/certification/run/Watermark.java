package dev.tally.telemetry.certification.run;

import dev.tally.telemetry.certification.profile.Limit;

/**
 * The most of something that was seen, and when.
 *
 * @param most the most there was
 * @param firstTick the first tick with that much, from 1 on; 0 if there was none
 * @param exceededIn the first tick with more than the limit; 0 if there was none
 */
public record Watermark(long most, long firstTick, long exceededIn) {
    static final Watermark NOTHING = new Watermark(0, 0, 0);

    /** With what was seen in a tick. */
    Watermark with(long amount, long tick, Limit limit) {
        return new Watermark(
                Math.max(most, amount),
                amount > most ? tick : firstTick,
                exceededIn == 0 && !limit.admits(amount) ? tick : exceededIn);
    }
}
