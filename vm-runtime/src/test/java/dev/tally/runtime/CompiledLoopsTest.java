package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import dev.tally.runtime.Engine.CompileLimits;
import dev.tally.runtime.Engine.Tier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loops that compiled code pays for several rounds at a time: wherever fuel ends, a branch leaves or an instruction traps, each tick
 * ends as in the interpreter.
 */
final class CompiledLoopsTest {
    private static final long GREATEST_SLICE = 400;

    /** Rounds with a price of more than some hundred fuel do not fit into such slices, so these are tried, too. */
    private static final long[] LARGE_SLICES = {3_000, 10_000, 29_999, Guests.UNLIMITED};

    private static String module(String body) {
        return "(module (memory 1) (global $g (mut i32) (i32.const 9))"
                + "(func (export \"run\") (param $n i32) (param $m i32) (result i64) (local $sum i64) (local $k i32)"
                + "(local.set $sum (i64.const 1))" + body + "(local.get $sum)))";
    }

    private static String count(String more) {
        return "(loop $again " + more + "(local.set $sum (i64.add (i64.mul (local.get $sum) (i64.const 31))"
                + "(i64.extend_i32_s (local.get $n))))"
                + "(br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))";
    }

    /** Much that may be done in a round. */
    private static String much() {
        StringBuilder much = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            much.append(String.format(
                    "(i64.store offset=%d (local.get $n) (i64.mul (i64.extend_i32_u (local.get $n)) (local.get $sum)))",
                    8 * i));
        }
        return much.toString();
    }

    /** Loops, by what is particular to them. */
    private static Stream<List<String>> loops() {
        String divide = "(local.set $sum (i64.add (local.get $sum)"
                + "(i64.extend_i32_s (i32.div_s (i32.const 1000) (i32.sub (local.get $n) (local.get $m))))))";
        String load = "(local.set $sum (i64.xor (local.get $sum) (i64.load8_u"
                + "(i32.add (i32.const 65530) (i32.sub (local.get $m) (local.get $n))))))";
        String leave = "(br_if $out (i32.eq (local.get $n) (local.get $m)))";
        String all = load + leave + divide + "(global.set $g (local.get $n))" + load;
        return Stream.of(
                List.of(
                        "nothing",
                        "(loop $again (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))"),
                List.of("computes", count("")),
                List.of("divides", count(divide)),
                List.of("divides and does much", count(much() + divide + load)),
                List.of("loads", count(load)),
                List.of("leaves", "(block $out " + count(leave + divide) + ")"),
                List.of("leaves and does much", "(block $out " + count(much() + all) + ")"),
                List.of("twice", "(block $out " + count(all) + ")(local.set $n (i32.const 7))" + count(load)),
                List.of(
                        "branches back in any case",
                        "(block $out (loop $again (br_if $out (i32.eqz (local.get $n)))" + load
                                + "(local.set $n (i32.sub (local.get $n) (i32.const 1))) (br $again)))"),
                List.of(
                        "branches back in any case and does much",
                        "(block $out (loop $again (br_if $out (i32.eqz (local.get $n)))" + much() + load
                                + "(local.set $n (i32.sub (local.get $n) (i32.const 1))) (br $again)))"),
                List.of(
                        "carries operands",
                        "(local.get $n) (f64.const 1.5) (i64.const 3) (local.get $n)"
                                + "(loop $again (param f64 i64 i32) (result f64 i64 i32)"
                                + "(local.set $n) (local.set $sum) (f64.mul (f64.const 1.25))"
                                + "(i64.add (local.get $sum) (i64.extend_i32_s (local.get $m)))"
                                + "(local.tee $n (i32.sub (local.get $n) (i32.const 1))) (br_if $again (local.get $n)))"
                                + "(drop) (local.set $sum) (i64.trunc_f64_s) (i64.add (local.get $sum)) (local.set $sum)"
                                + "(drop)"),
                List.of(
                        "in another loop",
                        "(local.set $k (local.get $n)) (block $out (loop $outer (local.set $n (i32.const 6))"
                                + count(load)
                                + "(br_if $outer (local.tee $k (i32.sub (local.get $k) (i32.const 1))))))"));
    }

    /** In one method, and in parts. */
    private static Stream<List<Object>> loopsInMethods() {
        return loops().flatMap(loop -> Stream.of(8_000, 300).map(bytes -> List.of(loop.get(0), loop.get(1), bytes)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("loopsInMethods")
    void each_tick_ends_as_in_the_interpreter(List<Object> loop) {
        String text = module((String) loop.get(1));
        byte[] binary =
                BinaryWriter.write(TextReader.read(text.getBytes(StandardCharsets.UTF_8), ModuleLimits.defaults())
                        .definition());
        CompileLimits limits = new CompileLimits(Long.MAX_VALUE, Long.MAX_VALUE, (int) loop.get(2));
        Module module =
                Engine.create(ModuleLimits.defaults(), Runnable::run, limits).load(binary);
        for (int rounds : new int[] {1, 2, 3, 4, 5, 9, 13}) {
            for (int special : new int[] {-1, 0, 1, rounds - 1, rounds}) {
                for (long slice = 1; slice < GREATEST_SLICE; slice += slice < 60 ? 1 : 7) {
                    compare(module, rounds, special, slice);
                }
                compare(module, rounds, special, Guests.UNLIMITED);
            }
        }
        for (int rounds : new int[] {255, 256, 257, 511, 512, 513, 700}) {
            for (int special : new int[] {0, 1, rounds - 256, rounds - 300, rounds}) {
                for (long slice : LARGE_SLICES) {
                    compare(module, rounds, special, slice);
                }
            }
        }
    }

    private static void compare(Module module, int rounds, int special, long slice) {
        assertThat(ticks(module, Tier.COMPILED, rounds, special, slice))
                .as("%d rounds, %d, slices of %d", rounds, special, slice)
                .isEqualTo(ticks(module, Tier.INTERPRETED, rounds, special, slice));
    }

    /** How each tick has ended and how much fuel was used by then, and what came of it all. */
    private static List<Object> ticks(Module module, Tier tier, int rounds, int special, long slice) {
        List<Object> ticks = new ArrayList<>();
        try (Guest guest = Guests.engine().spawn(module, Imports.none(), Limits.defaults())) {
            guest.runIn(tier, 0);
            guest.call("run", rounds, special);
            TickOutcome outcome;
            do {
                outcome = guest.tick(slice);
                ticks.add(outcome);
                ticks.add(guest.fuelUsed());
            } while (outcome == TickOutcome.OUT_OF_FUEL);
            ticks.add(outcome == TickOutcome.TRAPPED ? guest.trap() : guest.resultLong(0));
        }
        return ticks;
    }
}
