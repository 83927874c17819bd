package dev.tally.conformance.tiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tally.runtime.Engine.Tier;
import dev.tally.runtime.RestMode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Modules drawn at random do the same in every tier, whatever the slices and wherever they rest. The system property
 * {@code tally.seed} says where drawing begins, {@code tally.modules} how many are drawn, and {@code tally.module} which one
 * is the first.
 */
final class TiersTest {
    private static final long SEED = Long.getLong("tally.seed", 20_260_101);
    private static final int FIRST = Integer.getInteger("tally.module", 0);
    private static final int MODULES = Integer.getInteger("tally.modules", 20_000);
    private static final int SHRINKING_TRIALS = 3_000;

    /** So many of the first modules are looked into, and each kind of work must be reached by so many of them. */
    private static final int LOOKED_INTO = 3_000;

    private static final int LEAST_REACHING = 2;

    @Test
    void drawn_modules_cannot_tell_tiers_apart() {
        System.out.println("modules for all tiers: seed " + SEED + " (-Dtally.seed=… for another)");
        IntStream.range(FIRST, FIRST + MODULES)
                .parallel()
                .filter(number -> new Trial(SEED, number).difference(ModuleDrawing.draw(SEED, number)) != null)
                .findAny()
                .ifPresent(number -> fail(report(new Trial(SEED, number), number)));
    }

    /** What to know of a module that differs. */
    private static String report(Trial trial, int number) {
        DrawnModule small = Shrinking.shrink(ModuleDrawing.draw(SEED, number), trial::differs, SHRINKING_TRIALS);
        return "module " + number + " of seed " + SEED + " (-Dtally.seed=" + SEED + " -Dtally.module=" + number
                + " -Dtally.modules=1): " + trial.difference(small) + "\n" + small;
    }

    @Test
    void drawn_modules_reach_all_that_compiled_code_can_do() {
        Map<String, Integer> reached = Reached.of(SEED, LOOKED_INTO);
        System.out.println("of " + LOOKED_INTO + " modules for all tiers, of seed " + SEED
                + ", so many reach what, up to " + Reached.ENOUGH + ": " + reached);
        assertThat(reached)
                .as("what is drawn must give all of this a chance: seed %s", SEED)
                .allSatisfy((name, count) -> assertThat(count).as(name).isGreaterThanOrEqualTo(LEAST_REACHING));
    }

    /** All modes but the plain one are made to give another reason for a division by zero. */
    @Test
    void a_wrong_answer_is_found_and_shrunk() {
        int number = IntStream.range(0, 2_000)
                .filter(candidate -> wrong(candidate).differs(ModuleDrawing.draw(SEED, candidate)))
                .findFirst()
                .orElseThrow();
        String report = report(wrong(number), number);
        assertThat(report)
                .contains("seed " + SEED, "module " + number, "wrong: integer divide by zero")
                .containsPattern("i(32|64)\\.(div|rem)_");
        assertThat(report.lines()
                        .dropWhile(line -> !line.startsWith("(func"))
                        .filter(line -> !line.startsWith("(func") && !line.equals(")"))
                        .count())
                .isLessThan(14);
    }

    private static Trial wrong(int number) {
        return new Trial(SEED, number, line -> line.replace("INTEGER_DIVIDE_BY_ZERO", "wrong"));
    }

    @Test
    void numbers_cover_all_tiers_slices_rests_and_collections() {
        Set<TierMode> modes = new HashSet<>();
        IntStream.range(0, 200).forEach(number -> modes.addAll(TierMode.others(number)));
        for (Tier tier : Tier.values()) {
            for (RestMode rests : RestMode.values()) {
                if (tier != Tier.INTERPRETED || rests != RestMode.WHEN_NEEDED) {
                    assertThat(modes)
                            .filteredOn(mode -> mode.tier() == tier && mode.restMode() == rests)
                            .hasSize(2 * TierMode.SLICES);
                }
            }
        }
    }
}
