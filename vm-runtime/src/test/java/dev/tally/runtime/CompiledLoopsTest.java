package dev.tally.runtime;

import dev.tally.core.ModuleLimits;
import dev.tally.runtime.Engine.CompileLimits;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loops that compiled code pays for several rounds at a time: wherever fuel ends, a branch leaves or an instruction traps, each tick
 * ends as in the interpreter.
 */
final class CompiledLoopsTest {
    private static final long GREATEST_SLICE = 400;

    /**
     * A function that is too large for one method has a loop in one of its parts, which guests that rest enter from the frame; there each
     * round is paid for by itself.
     */
    private static final int BYTES_OF_PARTS = 2_000;

    private static final String MORE_THAN_ONE_PART =
            "(local.set $sum (i64.mul (i64.add (local.get $sum) (i64.const 5)) (i64.const 7)))".repeat(180);

    /** As many in one function HotSpot does not take in, and they are written in another way. */
    private static final String MANY_ACCESSES = "(i32.store8 (i32.const 5) (local.get $n))".repeat(70);

    private static byte[] module(String body) {
        return Guests.binary("(module (memory 1) (global $g (mut i32) (i32.const 9))"
                + "(type $node (struct (field i64) (field (ref null $node))))"
                + "(type $pair (struct (field i64) (field i64)))"
                + "(type $wide (struct " + "(field i64)".repeat(40) + "))"
                + "(type $vast (struct " + "(field i8)".repeat(2_000) + "))"
                + "(type $few (array (mut i64))) (table $table 3 funcref) (tag $tag)"
                + "(func $divide (param $by i32) (result i32) (i32.div_s (i32.const 1000) (local.get $by)))"
                + "(func $either (param $n i32) (result i32) (if (i32.and (local.get $n) (i32.const 1))"
                + "(then (return (i32.sub (local.get $n) (i32.const 3)))))"
                + "(i32.mul (i32.mul (local.get $n) (local.get $n)) (i32.const 5)))"
                + "(func $calls (param $n i32) (result i32) (i32.add (call $either (local.get $n)) (call $others (local.get $n))))"
                + "(func $others (param $n i32) (result i32)"
                + "(if (i32.gt_s (local.get $n) (i32.const 6)) (then (return (call $calls (i32.const 5)))))"
                + "(i32.rotl (local.get $n) (i32.const 3)))"
                + "(func (export \"run\") (param $n i32) (param $m i32) (result i64) (local $sum i64) (local $k i32)"
                + "(local $list (ref null $node)) (local $any (ref null struct)) (local $few (ref null $few))"
                + "(local.set $sum (i64.const 1))" + body + "(local.get $sum)))");
    }

    private static String count(String more) {
        return "(loop $again " + more + "(local.set $sum (i64.add (i64.mul (local.get $sum) (i64.const 31))"
                + "(i64.extend_i32_s (local.get $n))))"
                + "(br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))";
    }

    private static final String MAKE = "(local.set $list (struct.new $node (local.get $sum) (local.get $list)))";

    private static String add(String number) {
        return "(local.set $sum (i64.add (local.get $sum) (i64.extend_i32_s " + number + ")))";
    }

    /** Counts, and does more in some of the rounds than in others. */
    private static String twoWays(String inSome, String inAll) {
        return "(loop $again (local.set $n (i32.sub (local.get $n) (i32.const 1)))"
                + "(local.set $sum (i64.mul (local.get $sum) (i64.const 31)))"
                + "(if (i32.le_s (local.get $n) (i32.const 0)) (then (return (local.get $sum))))"
                + "(if (i32.and (local.get $n) (i32.const 1)) (then " + inSome + ")) " + inAll + "(br $again))";
    }

    private static final String PAIR = "(struct.new $pair (i64.const 5) (i64.const 0))";

    private static final String TWICE = "(local.set $sum (i64.add (local.get $sum) (local.get $sum)))";

    private static String some(String inSome) {
        return "(if (i32.and (local.get $n) (i32.const 2)) (then " + inSome + "))";
    }

    /** Much that may be done in a round. */
    private static String much() {
        StringBuilder much = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            much.append(String.format(
                    "(i64.store offset=%d (local.get $n) (i64.mul (i64.extend_i32_u (local.get $n)) (local.get $sum)))",
                    8 * i));
        }
        return much.toString();
    }

    /** Loops, by what is particular to them. */
    private static Stream<Named<String>> loops() {
        String divide = "(local.set $sum (i64.add (local.get $sum)"
                + "(i64.extend_i32_s (i32.div_s (i32.const 1000) (i32.sub (local.get $n) (local.get $m))))))";
        String load = "(local.set $sum (i64.xor (local.get $sum) (i64.load8_u"
                + "(i32.add (i32.const 65530) (i32.sub (local.get $m) (local.get $n))))))";
        String special = "(i32.eq (local.get $n) (local.get $m))";
        String leave = "(br_if $out " + special + ")";
        String all = load + leave + divide + "(global.set $g (local.get $n))" + load;
        return Stream.of(
                Named.of(
                        "nothing",
                        "(loop $again (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))"),
                Named.of("computes", count("")),
                Named.of("divides", count(divide)),
                Named.of("divides and does much", count(much() + divide + load)),
                Named.of("loads", count(load)),
                Named.of("leaves", "(block $out " + count(leave + divide) + ")"),
                Named.of("leaves and does much", "(block $out " + count(much() + all) + ")"),
                Named.of("twice", "(block $out " + count(all) + ")(local.set $n (i32.const 7))" + count(load)),
                Named.of(
                        "before one that calls",
                        count(load) + "(local.set $n (i32.const 7))" + count(add("(call $calls (local.get $n))"))),
                Named.of(
                        "branches back in any case",
                        "(block $out (loop $again (br_if $out (i32.eqz (local.get $n)))" + load
                                + "(local.set $n (i32.sub (local.get $n) (i32.const 1))) (br $again)))"),
                Named.of(
                        "branches back in any case and does much",
                        "(block $out (loop $again (br_if $out (i32.eqz (local.get $n)))" + much() + load
                                + "(local.set $n (i32.sub (local.get $n) (i32.const 1))) (br $again)))"),
                Named.of(
                        "carries operands",
                        "(local.get $n) (f64.const 1.5) (i64.const 3) (local.get $n)"
                                + "(loop $again (param f64 i64 i32) (result f64 i64 i32)"
                                + "(local.set $n) (local.set $sum) (f64.mul (f64.const 1.25))"
                                + "(i64.add (local.get $sum) (i64.extend_i32_s (local.get $m)))"
                                + "(local.tee $n (i32.sub (local.get $n) (i32.const 1))) (br_if $again (local.get $n)))"
                                + "(drop) (local.set $sum) (i64.trunc_f64_s) (i64.add (local.get $sum)) (local.set $sum)"
                                + "(drop)"),
                Named.of("goes two ways back", twoWays("(br $again)", load)),
                Named.of("goes two ways back, one of which may trap", twoWays(divide + "(br $again)", load)),
                Named.of(
                        "goes two ways back, the first of which is dear", twoWays(TWICE.repeat(4) + "(br $again)", "")),
                Named.of("goes two ways that meet", twoWays("", load)),
                Named.of("goes two ways that meet, one of which may trap", twoWays(divide, load)),
                Named.of(
                        "goes ways that meet again and again", twoWays(TWICE, some(TWICE) + some(TWICE) + some(TWICE))),
                Named.of(
                        "goes two ways that meet, the first of which is dear",
                        twoWays(
                                "",
                                "(if (i32.and (local.get $n) (i32.const 2)) (then" + TWICE.repeat(4) + ") (else))")),
                Named.of(
                        "goes two ways that meet, the last of which is dear",
                        twoWays(
                                "",
                                "(if (i32.and (local.get $n) (i32.const 2)) (then) (else" + TWICE.repeat(4) + "))")),
                Named.of("goes two ways, one of which returns", twoWays("(return (local.get $sum))", divide)),
                Named.of("goes two ways, one of which never goes on", twoWays("(unreachable)", divide)),
                Named.of("goes two ways, one of which leaves", "(block $out " + twoWays(leave, divide) + ")"),
                Named.of(
                        "goes many ways",
                        "(block $out " + twoWays("(br_if $again (i32.and (local.get $n) (i32.const 2)))" + leave, load)
                                + ")"),
                Named.of("calls what may trap", count(add("(call $divide (i32.sub (local.get $n) (local.get $m)))"))),
                Named.of(
                        "calls what may trap behind what may trap",
                        twoWays(load + add("(call $divide (i32.sub (local.get $n) (local.get $m)))"), divide)),
                Named.of("calls what goes two ways", twoWays(add("(call $either (local.get $n))"), load)),
                Named.of("makes structures", twoWays(MAKE, load)),
                Named.of("makes structures of constants", twoWays("(drop " + PAIR + ")", load)),
                Named.of(
                        "makes structures of constants in one way and may trap in the other",
                        "(loop $again (if (i32.and (local.get $n) (i32.const 1)) (then (drop " + PAIR + ")) (else "
                                + "(local.set $sum (i64.extend_i32_s (i32.div_s (i32.const 1000)"
                                + "(i32.sub (local.get $n) (local.get $m)))))))"
                                + "(br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))"),
                Named.of("makes large structures", twoWays("(drop (struct.new_default $wide))".repeat(3), load)),
                Named.of(
                        "goes back to a loop around it",
                        "(loop $outer " + TWICE + "(loop $again"
                                + "(local.set $n (i32.sub (local.get $n) (i32.const 1)))"
                                + "(if (i32.le_s (local.get $n) (i32.const 0)) (then (return (local.get $sum))))"
                                + "(br_if $outer (i32.eq (i32.and (local.get $n) (i32.const 3)) (i32.const 1)))" + load
                                + "(br_if $again (i32.and (local.get $n) (i32.const 1)))" + TWICE + "(br $again)))"),
                Named.of(
                        "has values of two kinds",
                        twoWays(
                                add("(if (result i32) " + special + "(then (i32.const 5)) (else (local.get $n)))"),
                                "(local.set $sum (if (result i64) (i32.and (local.get $n) (i32.const 2))"
                                        + "(then (i64.const 0x1_0000_0001)) (else (local.get $sum))))")),
                Named.of(
                        "has a way on which all is constant",
                        twoWays(
                                "(local.set $k (i32.const 3))",
                                add("(local.get $k)") + "(local.set $k (local.get $n))")),
                Named.of(
                        "leaves where a list ends",
                        MAKE.repeat(5) + "(block $out (loop $again (drop (br_on_null $out (local.get $list)))"
                                + "(local.set $sum (i64.xor (local.get $sum) (struct.get $node 0 (local.get $list))))"
                                + some(TWICE) + "(local.set $list (struct.get $node 1 (local.get $list)))"
                                + "(br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))"),
                Named.of(
                        "goes back while a list goes on",
                        MAKE.repeat(5) + "(struct.new $node (i64.const 3) (local.get $list))"
                                + "(loop $again (param (ref $node)) (local.set $list) " + some(TWICE)
                                + "(local.set $n (i32.sub (local.get $n) (i32.const 1)))"
                                + "(br_on_non_null $again (struct.get $node 1 (local.get $list))))"),
                Named.of(
                        "leaves with what is of a type",
                        "(block $out (result (ref null struct))"
                                + twoWays(
                                        "(if " + special + "(then (local.set $any " + PAIR + ")))",
                                        "(drop (br_on_cast $out (ref null struct) (ref $pair) (local.get $any)))"
                                                + load)
                                + "(unreachable)) (drop)"),
                Named.of(
                        "leaves with what is not of a type",
                        "(local.set $any " + PAIR + ")(block $out (result (ref null struct))"
                                + twoWays(
                                        "(if " + special + "(then (local.set $any (local.get $list))))",
                                        "(drop (br_on_cast_fail $out (ref null struct) (ref $pair) (local.get $any)))"
                                                + load)
                                + "(unreachable)) (drop)"),
                Named.of(
                        "reads a field of nothing in one way",
                        MAKE
                                + twoWays(
                                        "(local.set $sum (struct.get $node 0 (local.get $list)))",
                                        "(if " + special + "(then (local.set $list (ref.null $node))))" + TWICE)),
                Named.of(
                        "casts what is of another type in one way",
                        MAKE + "(local.set $any (local.get $list))"
                                + twoWays(
                                        "(local.set $list (ref.cast (ref $node) (local.get $any)))",
                                        "(if " + special + "(then (local.set $any " + PAIR + ")))" + TWICE)),
                Named.of(
                        "reads behind an array in one way",
                        "(local.set $few (array.new_default $few (i32.const 2)))"
                                + twoWays(
                                        "(local.set $sum (i64.add (local.get $sum)"
                                                + "(array.get $few (local.get $few) (local.get $k))))",
                                        "(local.set $k " + special + ")"
                                                + some("(local.set $k (i32.shl (local.get $k) (i32.const 1)))"))),
                Named.of(
                        "reads behind a table in one way",
                        twoWays(
                                "(drop (table.get $table (i32.sub (local.get $n) (local.get $m))))",
                                TWICE + some(TWICE))),
                Named.of(
                        "calls what may trap where exceptions are caught",
                        "(block $out (try_table (catch_all $out)"
                                + twoWays(
                                        add("(call $divide (i32.sub (local.get $n) (local.get $m)))"),
                                        "(if " + special + "(then (throw $tag)))")
                                + "))"),
                Named.of(
                        "catches in each round",
                        twoWays(
                                "(block $out (try_table (catch_all $out)"
                                        + add("(call $either (local.get $n))")
                                        + "(if " + special + "(then (throw $tag)))))",
                                load)),
                Named.of("calls on one way", twoWays(add("(call $calls (local.get $n))"), load)),
                Named.of(
                        "goes back before it calls",
                        twoWays("(br $again)", add("(call $calls (local.get $n))") + load)),
                Named.of(
                        "goes back long before it calls",
                        twoWays("(br $again)", much() + much() + add("(call $calls (local.get $n))") + load)),
                Named.of("makes vast structures", twoWays("(drop (struct.new_default $vast))", load)),
                Named.of(
                        "has a table",
                        "(block $out (loop $again (br_if $out (i32.lt_s (local.get $n) (i32.const 0)))"
                                + "(local.set $n (i32.sub (local.get $n) (i32.const 1)))"
                                + "(block $a (block $b (block $c (block $d"
                                + "(br_table $a $b $c $d $b $a (i32.rem_s (local.get $n) (i32.const 7))))" + load
                                + "(br $again))" + divide + "(br $again))" + load + "(br $again))" + divide + load
                                + "(local.set $sum (i64.rotl (local.get $sum) (i64.const 3))) (br $again)))"),
                Named.of(
                        "in another loop",
                        "(local.set $k (local.get $n)) (block $out (loop $outer (local.set $n (i32.const 6))"
                                + count(load)
                                + "(br_if $outer (local.tee $k (i32.sub (local.get $k) (i32.const 1))))))"));
    }

    @ParameterizedTest
    @MethodSource("loops")
    void each_tick_ends_as_in_the_interpreter(String loop) {
        compare(Engine.create(), module(loop), 1);
    }

    @ParameterizedTest
    @MethodSource("loops")
    void each_tick_ends_as_in_the_interpreter_among_many_accesses(String loop) {
        compare(Engine.create(), module(MANY_ACCESSES + loop), 5);
    }

    @ParameterizedTest
    @MethodSource("loops")
    void each_tick_ends_as_in_the_interpreter_in_parts_too(String loop) {
        CompileLimits limits = new CompileLimits(Long.MAX_VALUE, Long.MAX_VALUE, BYTES_OF_PARTS);
        Engine engine = Engine.create(ModuleLimits.defaults(), Runnable::run, limits);
        compare(engine, module(MORE_THAN_ONE_PART + loop), 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 10_007, 1_000_000, Guests.UNLIMITED})
    void each_tick_ends_as_in_the_interpreter_where_structures_find_no_room(long slice) {
        Engine engine = Engine.create();
        Module module = engine.load(module(twoWays(MAKE, "")));
        for (int rounds : new int[] {3_000, 20_000, 100_000}) {
            TickTrace.compare(engine, module, Limits.defaults().withBytes(2 << 20), slice, rounds, 0);
        }
    }

    private static void compare(Engine engine, byte[] binary, int step) {
        Module module = engine.load(binary);
        for (int rounds : new int[] {1, 2, 3, 4, 5, 9, 13}) {
            for (int special : new int[] {-1, 0, 1, rounds - 1, rounds}) {
                for (long slice = step; slice < GREATEST_SLICE; slice += slice < 60 ? step : 7 * step) {
                    TickTrace.compare(engine, module, Limits.defaults(), slice, rounds, special);
                }
                TickTrace.compare(engine, module, Limits.defaults(), Guests.UNLIMITED, rounds, special);
            }
        }
    }
}
