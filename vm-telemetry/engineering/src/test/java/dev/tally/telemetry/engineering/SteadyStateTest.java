package dev.tally.telemetry.engineering;

import static dev.tally.telemetry.engineering.EvidenceColumn.INSTANTIATION;
import static dev.tally.telemetry.engineering.EvidenceRecorder.NOT_OBSERVED;
import static dev.tally.telemetry.engineering.Rows.COPIES;
import static dev.tally.telemetry.engineering.Rows.STRINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tally.runtime.Guest;
import dev.tally.telemetry.engineering.SteadyState.Amount;
import dev.tally.telemetry.engineering.SteadyState.Deviation;
import dev.tally.telemetry.engineering.SteadyState.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where warm-up ended, and what can be said of the ticks after it. */
final class SteadyStateTest {
    @Test
    void ticks_that_are_all_alike_are_steady_from_the_first_one_on() {
        SteadyState state = SteadyState.of(Rows.of(100).fill(STRINGS, row -> 16).rows());
        assertThat(state.verdict()).isEqualTo(Verdict.STEADY);
        assertThat(state.warmUpRows()).isZero();
        assertThat(state.amounts()).containsExactly(new Amount(STRINGS, 16), new Amount(COPIES, 0));
        assertThat(state.deviations()).isEmpty();
        assertThat(state.notObserved()).isEmpty();
        assertThat(state.explanation())
                .isEqualTo("STEADY after 0 ticks of warm-up: 100 ticks alike, each with stringAllocations 16");
    }

    @Test
    void nothing_at_all_is_said_to_be_nothing() {
        assertThat(SteadyState.of(Rows.of(100).rows()).explanation()).endsWith("each with nothing");
        assertThat(SteadyState.of(Rows.of(100)
                                .fill(STRINGS, row -> 1)
                                .fill(COPIES, row -> 2)
                                .rows())
                        .explanation())
                .endsWith("each with stringAllocations 1, copies 2");
    }

    @Test
    void fewer_than_a_hundred_rows_are_not_judged() {
        SteadyState state = SteadyState.of(Rows.of(99).rows());
        assertThat(state.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(state.explanation()).isEqualTo("UNKNOWN: 99 rows after warm-up, and 100 are needed");
        assertThat(SteadyState.of(Rows.of(0).rows()).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void warm_up_ends_behind_the_last_tick_that_is_unlike() {
        Rows rows = Rows.of(250).set(0, STRINGS, 5).set(30, STRINGS, 1);
        SteadyState state = SteadyState.of(rows.rows());
        assertThat(state.verdict()).isEqualTo(Verdict.STEADY);
        assertThat(state.warmUpRows()).isEqualTo(31);
        assertThat(state.explanation())
                .isEqualTo("STEADY after 31 ticks of warm-up: 219 ticks alike, each with nothing");
    }

    @Test
    void warm_up_is_not_counted_among_the_hundred() {
        assertThat(SteadyState.of(Rows.of(120).set(19, STRINGS, 1).rows()).verdict())
                .isEqualTo(Verdict.STEADY);
        assertThat(SteadyState.of(Rows.of(120).set(20, STRINGS, 1).rows()).verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void instantiation_belongs_to_warm_up() {
        SteadyState state = SteadyState.of(Rows.of(150).set(4, INSTANTIATION, 1).rows());
        assertThat(state.warmUpRows()).isEqualTo(5);
        assertThat(state.verdict()).isEqualTo(Verdict.STEADY);
    }

    @Test
    void what_shows_in_the_later_half_is_no_warm_up() {
        SteadyState state = SteadyState.of(Rows.of(300).set(150, STRINGS, 3).rows());
        assertThat(state.verdict()).isEqualTo(Verdict.NOT_STEADY);
        assertThat(state.warmUpRows()).isEqualTo(150);
        assertThat(state.deviations()).containsExactly(new Deviation(151, STRINGS, 3, 0));
        assertThat(state.explanation())
                .isEqualTo("NOT_STEADY after 150 ticks, which is all that warm-up may take:\n"
                        + "  tick 151: stringAllocations 3 instead of 0");
        assertThat(SteadyState.of(Rows.of(300).set(149, STRINGS, 3).rows()).verdict())
                .isEqualTo(Verdict.STEADY);
    }

    @Test
    void too_few_rows_in_the_later_half_are_not_judged_either() {
        assertThat(SteadyState.of(Rows.of(199).set(198, STRINGS, 1).rows()).verdict())
                .isEqualTo(Verdict.NOT_STEADY);
        assertThat(SteadyState.of(Rows.of(198).set(197, STRINGS, 1).rows()).explanation())
                .isEqualTo("UNKNOWN: 99 rows after warm-up, and 100 are needed");
    }

    @Test
    void a_leak_now_and_then_is_found() {
        SteadyState state = SteadyState.of(Rows.of(1_000)
                .fill(STRINGS, row -> row % 50 == 49 ? 1 : 0)
                .fill(COPIES, row -> row % 50 == 49 ? 1 : 0)
                .rows());
        assertThat(state.verdict()).isEqualTo(Verdict.NOT_STEADY);
        assertThat(state.deviations()).hasSize(20);
        assertThat(state.explanation().lines())
                .hasSize(12)
                .contains("  tick 550: stringAllocations 1 instead of 0", "  tick 550: copies 1 instead of 0")
                .endsWith("  and 10 more");
    }

    @Test
    void ten_deviations_are_all_listed() {
        SteadyState state = SteadyState.of(
                Rows.of(1_000).fill(STRINGS, row -> row % 50 == 49 ? 1 : 0).rows());
        assertThat(state.deviations()).hasSize(10);
        assertThat(state.explanation().lines()).hasSize(11).last().asString().contains("tick 1000");
    }

    @Test
    void the_usual_amount_is_the_most_frequent_one_of_the_later_half_and_the_smaller_of_two() {
        assertThat(usual(Rows.of(200).fill(STRINGS, row -> row < 190 ? 4 : 9))).isEqualTo(4);
        assertThat(usual(Rows.of(200).fill(STRINGS, row -> row < 100 ? 4 : 9))).isEqualTo(9);
        assertThat(usual(Rows.of(200).fill(STRINGS, row -> row % 2 == 0 ? 9 : 4)))
                .isEqualTo(4);
        assertThat(usual(Rows.of(200).fill(STRINGS, row -> row < 120 ? 9 : row < 160 ? 4 : 2)))
                .isEqualTo(2);
        assertThat(usual(Rows.of(200).fill(STRINGS, row -> row))).isEqualTo(100);
    }

    private static long usual(Rows rows) {
        return SteadyState.of(rows.rows()).amounts().stream()
                .filter(amount -> amount.column().equals(STRINGS))
                .findFirst()
                .orElseThrow()
                .perTick();
    }

    @Test
    void overwritten_rows_make_it_unknown() {
        SteadyState state = SteadyState.of(Rows.of(500).behind(1).rows());
        assertThat(state.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(state.explanation()).isEqualTo("UNKNOWN: 1 rows were overwritten; record into a larger ring");
    }

    @Test
    void warm_up_can_be_limited() {
        Rows rows = Rows.of(300).set(9, STRINGS, 1);
        assertThat(SteadyState.of(rows.rows(), 10).verdict()).isEqualTo(Verdict.STEADY);
        assertThat(SteadyState.of(rows.rows(), 10).warmUpRows()).isEqualTo(10);
        SteadyState tooLong = SteadyState.of(rows.rows(), 9);
        assertThat(tooLong.verdict()).isEqualTo(Verdict.NOT_STEADY);
        assertThat(tooLong.explanation())
                .isEqualTo("NOT_STEADY after 9 ticks, which is all that warm-up may take:\n"
                        + "  tick 10: stringAllocations 1 instead of 0");
    }

    @Test
    void without_any_warm_up_even_instantiation_deviates() {
        SteadyState state = SteadyState.of(Rows.of(100).set(0, INSTANTIATION, 1).rows(), 0);
        assertThat(state.verdict()).isEqualTo(Verdict.NOT_STEADY);
        assertThat(state.deviations()).containsExactly(new Deviation(1, INSTANTIATION, 1, 0));
    }

    @Test
    void a_warm_up_longer_than_the_run_may_end_sooner() {
        assertThat(SteadyState.of(Rows.of(150).set(3, STRINGS, 1).rows(), 10_000)
                        .verdict())
                .isEqualTo(Verdict.STEADY);
        assertThat(SteadyState.of(Rows.of(150).set(140, STRINGS, 1).rows(), 10_000)
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void overwritten_rows_do_not_matter_as_long_as_warm_up_may_have_them() {
        assertThat(SteadyState.of(Rows.of(100).behind(50).rows(), 50).verdict()).isEqualTo(Verdict.STEADY);
        assertThat(SteadyState.of(Rows.of(100).behind(51).rows(), 50).verdict()).isEqualTo(Verdict.UNKNOWN);
        SteadyState partly =
                SteadyState.of(Rows.of(120).behind(50).set(9, STRINGS, 1).rows(), 60);
        assertThat(partly.verdict()).isEqualTo(Verdict.STEADY);
        assertThat(partly.warmUpRows()).isEqualTo(10);
        assertThat(partly.explanation()).startsWith("STEADY after 60 ticks of warm-up: 110 ticks");
        SteadyState late =
                SteadyState.of(Rows.of(120).behind(50).set(10, STRINGS, 1).rows(), 60);
        assertThat(late.verdict()).isEqualTo(Verdict.NOT_STEADY);
        assertThat(late.explanation()).startsWith("NOT_STEADY after 60 ticks");
    }

    @Test
    void warm_up_cannot_be_negative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SteadyState.of(Rows.of(1).rows(), -1))
                .withMessage("warm-up cannot take -1 ticks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SteadyState.of(Rows.of(1).rows(), -1, List.of(new Amount(STRINGS, 0))));
    }

    @Test
    void amounts_can_be_demanded_and_then_nothing_else_is_judged() {
        EvidenceRows rows = Rows.of(110)
                .fill(STRINGS, row -> row < 10 ? 1 : 2)
                .fill(COPIES, row -> row)
                .rows();
        assertThat(SteadyState.of(rows, 10, List.of(new Amount(STRINGS, 2))).verdict())
                .isEqualTo(Verdict.STEADY);
        assertThat(SteadyState.of(rows, 10, List.of(new Amount(STRINGS, 2))).amounts())
                .containsExactly(new Amount(STRINGS, 2));
        SteadyState other = SteadyState.of(rows, 10, List.of(new Amount(STRINGS, 1)));
        assertThat(other.verdict()).isEqualTo(Verdict.NOT_STEADY);
        assertThat(other.deviations()).hasSize(100).contains(new Deviation(11, STRINGS, 2, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SteadyState.of(rows, 10, List.of(new Amount(EvidenceColumn.WALL_NANOS, 1))))
                .withMessage("these rows have no column wallNanos");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SteadyState.of(rows, 10, List.of()))
                .withMessage("there is nothing to judge; name at least one amount");
    }

    @Test
    void what_was_not_observed_is_not_judged_and_told() {
        Rows rows = Rows.of(200).fill(STRINGS, row -> NOT_OBSERVED);
        SteadyState state = SteadyState.of(rows.rows());
        assertThat(state.verdict()).isEqualTo(Verdict.STEADY);
        assertThat(state.notObserved()).containsExactly(STRINGS);
        assertThat(state.amounts()).containsExactly(new Amount(COPIES, 0));
        assertThat(state.explanation())
                .isEqualTo("STEADY after 0 ticks of warm-up: 200 ticks alike, each with nothing\n"
                        + "not observed: stringAllocations");
        assertThat(SteadyState.of(rows.set(150, COPIES, 1).rows()).explanation())
                .endsWith("tick 151: copies 1 instead of 0\nnot observed: stringAllocations");
    }

    @Test
    void nothing_is_said_when_nothing_was_observed() {
        EvidenceRows rows = Rows.of(200).fill(STRINGS, row -> NOT_OBSERVED).rows();
        SteadyState state = SteadyState.of(rows, 10, List.of(new Amount(STRINGS, 0)));
        assertThat(state.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(state.explanation())
                .isEqualTo("UNKNOWN: none of the columns was observed\nnot observed: stringAllocations");
    }

    @Test
    void a_column_observed_in_part_is_not_observed() {
        SteadyState state =
                SteadyState.of(Rows.of(200).set(199, STRINGS, NOT_OBSERVED).rows());
        assertThat(state.notObserved()).containsExactly(STRINGS);
        assertThat(state.verdict()).isEqualTo(Verdict.STEADY);
    }

    @Test
    void gauges_and_fuel_are_not_judged() {
        assertThat(SteadyState.of(Rows.of(100)
                                .fill(EvidenceColumn.FUEL_OWED, row -> row)
                                .rows())
                        .verdict())
                .isEqualTo(Verdict.STEADY);
    }

    @Test
    void a_guest_that_builds_strings_is_steady_once_its_constants_are_there() {
        SteadyState state = SteadyState.of(recorded("steady", 16, 200));
        assertThat(state.verdict()).isEqualTo(Verdict.STEADY);
        assertThat(state.warmUpRows()).isEqualTo(1);
        assertThat(state.explanation())
                .isEqualTo("STEADY after 1 ticks of warm-up: 199 ticks alike, each with stringAllocations 16,"
                        + " stringAllocatedBytes 640, copies 16, copiedBytes 416");
    }

    @Test
    void a_guest_that_allocates_at_first_alone_is_steady() {
        SteadyState state = SteadyState.of(recorded("at_first", 40, 200));
        assertThat(state.verdict()).isEqualTo(Verdict.STEADY);
        assertThat(state.warmUpRows()).isEqualTo(40);
    }

    @Test
    void a_guest_that_leaks_now_and_then_is_not_steady() {
        SteadyState state = SteadyState.of(recorded("now_and_then", 60, 200));
        assertThat(state.verdict()).isEqualTo(Verdict.NOT_STEADY);
        assertThat(state.deviations()).contains(new Deviation(120, STRINGS, 1, 0), new Deviation(180, STRINGS, 1, 0));
    }

    private static EvidenceRows recorded(String export, int argument, int ticks) {
        try (Guest guest = TestGuests.words()) {
            EvidenceRecorder recorder = EvidenceRecorder.attach(guest, ticks);
            guest.call(export, argument);
            for (int tick = 0; tick < ticks; tick++) {
                recorder.tick();
            }
            return recorder.snapshot();
        }
    }
}
