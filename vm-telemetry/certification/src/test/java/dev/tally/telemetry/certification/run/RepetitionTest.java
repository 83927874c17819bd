package dev.tally.telemetry.certification.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.telemetry.certification.run.PublicFacts.CallFacts;
import dev.tally.telemetry.certification.run.PublicFacts.ChainLink;
import dev.tally.telemetry.certification.run.PublicFacts.Ending;
import dev.tally.telemetry.certification.run.PublicFacts.Event;
import dev.tally.telemetry.certification.run.PublicFacts.Result;
import dev.tally.telemetry.certification.run.PublicFacts.Stop;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A repetition that differs from its reference is found out, at the first place where it does. */
final class RepetitionTest {
    private static final ChainLink YIELD = link(1, Event.YIELD, 10, "a");
    private static final ChainLink RETURN = link(2, Event.RETURN, 20, "b");
    private static final PublicFacts REFERENCE = done(20, "5", "out", YIELD, RETURN);

    private static ChainLink link(long tick, Event event, long fuel, String digest) {
        return new ChainLink(tick, event, event == Event.HOST_CALL ? "host.function" : null, fuel, digest);
    }

    private static PublicFacts done(long fuel, String result, String stdout, ChainLink... chain) {
        return facts(Stop.DONE, Ending.RETURNED, fuel, result, stdout, chain);
    }

    private static PublicFacts stopped(long fuel, ChainLink... chain) {
        return facts(Stop.STOPPED, Ending.UNDONE, fuel, "", "", chain);
    }

    private static PublicFacts facts(
            Stop stop, Ending ending, long fuel, String result, String stdout, ChainLink... chain) {
        CallFacts call = new CallFacts("run", ending, 2, fuel, List.of(new Result("i32", result, null)), null);
        return new PublicFacts(
                stop,
                2,
                Watermark.NOTHING,
                new Watermark(fuel, 2, 0),
                Watermark.NOTHING,
                Watermark.NOTHING,
                List.of(call),
                List.of(chain),
                stdout,
                "");
    }

    private static Repetition.Difference difference(PublicFacts repeated) {
        return Objects.requireNonNull(Repetition.of(7, REFERENCE, repeated).difference());
    }

    @Test
    void other_ticks_and_digests_at_their_ends_are_no_difference() {
        PublicFacts repeated = done(
                20,
                "5",
                "out",
                link(1, Event.TICK, 7, "x"),
                link(2, Event.YIELD, 10, "a"),
                link(3, Event.TICK, 14, "y"),
                link(4, Event.RETURN, 20, "b"));
        assertThat(Repetition.of(7, REFERENCE, repeated).difference()).isNull();
    }

    @Test
    void other_state_fuel_and_kind_of_an_event_are_differences() {
        for (ChainLink other : List.of(
                link(1, Event.YIELD, 10, "c"), link(1, Event.YIELD, 11, "a"), link(1, Event.HOST_CALL, 10, "a"))) {
            Repetition.Difference difference = difference(done(20, "5", "out", other, RETURN));
            assertThat(difference.event()).isEqualTo(1);
            assertThat(difference.tick()).isEqualTo(1);
            assertThat(difference.expected()).isEqualTo("YIELD at 10 fuel, state a");
        }
    }

    @Test
    void event_that_is_missing_or_too_much_is_a_difference() {
        Repetition.Difference missing = difference(done(20, "5", "out", YIELD));
        assertThat(missing.event()).isEqualTo(2);
        assertThat(missing.tick()).isEqualTo(2);
        assertThat(missing.found()).isEqualTo("nothing");
        Repetition.Difference tooMuch = difference(done(20, "5", "out", YIELD, RETURN, link(3, Event.YIELD, 20, "d")));
        assertThat(tooMuch.event()).isEqualTo(3);
        assertThat(tooMuch.expected()).isEqualTo("nothing");
    }

    @Test
    void other_results_fuel_and_output_are_differences() {
        assertThat(difference(done(20, "6", "out", YIELD, RETURN)).event()).isZero();
        assertThat(difference(done(21, "5", "out", YIELD, RETURN)).event()).isZero();
        assertThat(difference(done(20, "5", "other", YIELD, RETURN)).found()).contains("stdout other");
    }

    @Test
    void what_lies_behind_the_end_of_a_run_that_was_stopped_is_no_difference() {
        PublicFacts reference = stopped(15, YIELD);
        assertThat(Repetition.of(7, reference, stopped(20, YIELD)).difference()).isNull();
        assertThat(Repetition.of(7, reference, stopped(20, YIELD, link(2, Event.YIELD, 15, "z")))
                        .difference())
                .isNull();
        assertThat(Repetition.of(7, reference, stopped(20, YIELD, link(2, Event.YIELD, 14, "z")))
                        .difference())
                .isNotNull();
        assertThat(Repetition.of(7, reference, stopped(20)).difference()).isNotNull();
    }
}
