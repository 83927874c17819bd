package dev.tally.runtime;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small functions that compiled code has in place of calls to them: wherever fuel ends, one traps or finds no room, each tick ends as
 * in the interpreter.
 */
final class InlinedCallsTest {
    private static final long GREATEST_SLICE = 150;

    /** A nursery of 32 KiB is filled several times. */
    private static final int MANY = 5_000;

    /** Calls {@code leaf} once in each round, the last argument being null where {@code $n} is {@code $m}. */
    private static byte[] module(String leaf) {
        return Guests.binary("(module (memory 1)"
                + "(type $pair (struct (field $i (mut i32)) (field $next (mut (ref null $pair))) (field $d f64)))"
                + "(type $ints (array (mut i32)))"
                + "(global $g (mut i64) (i64.const 9))"
                + "(func $leaf (param $n i32) (param $m i32) (param $pair (ref null $pair))" + leaf + ")"
                + "(func (export \"run\") (param $n i32) (param $m i32) (result i64)"
                + "(local $sum i64) (local $pair (ref null $pair))"
                + "(local.set $pair (struct.new $pair (i32.const 5) (ref.null $pair) (f64.const 0.5)))"
                + "(loop $again"
                + "(local.set $sum (i64.add (i64.mul (local.get $sum) (i64.const 31))"
                + "(call $leaf (local.get $n) (local.get $m) (select (result (ref null $pair))"
                + "(ref.null $pair) (local.get $pair) (i32.eq (local.get $n) (local.get $m))))))"
                + "(br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))"
                + "(i64.add (global.get $g) (i64.add (local.get $sum)"
                + "(i64.extend_i32_s (struct.get $pair $i (local.get $pair)))))))");
    }

    /** What functions do, by what is particular to it. */
    private static Stream<Named<String>> leaves() {
        String field = "(struct.get $pair $i (local.get $pair))";
        String divide = "(i64.extend_i32_s (i32.div_s (i32.const 1000) (i32.sub (local.get $n) (local.get $m))))";
        String write = "(struct.set $pair $i (local.get $pair) (i32.add " + field + "(local.get $n)))";
        String add = "(global.set $g (i64.add (global.get $g) (i64.extend_i32_s (local.get $n))))";
        String make = "(struct.new $pair (local.get $n) (local.get $pair) (f64.const 2.5))";
        return Stream.of(
                Named.of("computes", "(result i64) (i64.extend_i32_s (i32.mul (local.get $n) (local.get $m)))"),
                Named.of("answers a constant", "(result i64) (i64.const -7)"),
                Named.of("answers a parameter as it is", "(result i64) (i64.extend_i32_u (local.get $m))"),
                Named.of("divides", "(result i64) " + divide),
                Named.of(
                        "loads",
                        "(result i64) (i64.load8_u"
                                + "(i32.add (i32.const 65535) (i32.eq (local.get $n) (local.get $m))))"),
                Named.of(
                        "stores",
                        "(result i64) (i32.store16 (i32.add (i32.const 65532) (i32.shr_s (local.get $m) (i32.const 1)))"
                                + "(local.get $n)) (i64.const 1)"),
                Named.of("writes a global", "(result i64)" + add + "(global.get $g)"),
                Named.of("writes a global and divides", "(result i64)" + add + divide),
                Named.of("reads a field", "(result i64) (i64.extend_i32_s " + field + ")"),
                Named.of("writes a field", "(result i64)" + write + "(i64.extend_i32_s " + field + ")"),
                Named.of("writes a field and divides", "(result i64)" + write + divide),
                Named.of(
                        "reads a field unless there is none",
                        "(result i64) (block $none (drop (br_on_null $none (local.get $pair)))" + write
                                + "(return (i64.extend_i32_s " + field + "))) (i64.const 3)"),
                Named.of(
                        "returns early for less",
                        "(result i64) (if (i32.lt_s (local.get $n) (local.get $m)) (then (return (i64.const 4))))"
                                + "(i64.mul (global.get $g) (i64.extend_i32_s (i32.clz (local.get $n))))"),
                Named.of(
                        "pays more on one way",
                        "(result i64) (if (result i64) (i32.and (local.get $n) (i32.const 1))"
                                + "(then (i64.mul (global.get $g) (i64.const 5))) (else (i64.const 2)))"),
                Named.of(
                        "reaches what cannot be reached",
                        "(result i64) (if (i32.eq (local.get $n) (local.get $m)) (then (unreachable))) (i64.const 2)"),
                Named.of(
                        "has a table",
                        "(result i64) (block $a (block $b (br_table $a $b (i32.rem_u (local.get $n) (i32.const 3))))"
                                + "(return (i64.const 3))) (i64.mul (global.get $g) (i64.const 5))"),
                Named.of(
                        "has locals",
                        "(result i64) (local $x i64) (local $y i64)"
                                + "(local.set $x (i64.add (local.get $y) (i64.extend_i32_s (local.get $n))))"
                                + "(local.set $y (i64.mul (local.get $x) (local.get $x)))"
                                + "(i64.xor (local.get $x) (local.get $y))"),
                Named.of(
                        "has floats",
                        "(result i64) (local $x f64) (local.set $x (f64.mul (f64.convert_i32_s (local.get $n))"
                                + "(struct.get $pair $d (local.get $pair)))) (i64.reinterpret_f64 (local.get $x))"),
                Named.of(
                        "casts",
                        "(result i64) (i64.extend_i32_s (struct.get $pair $i (ref.cast (ref $pair) (local.get $pair))))"),
                Named.of("makes a structure", "(result i64) (i64.extend_i32_s (struct.get $pair $i " + make + "))"),
                Named.of(
                        "writes a field of what it has made",
                        "(result i64) (local $made (ref null $pair)) (local.set $made" + make + ")"
                                + "(struct.set $pair $i (local.get $made) (i32.const 8))"
                                + "(struct.set $pair $next (local.get $made) (local.get $pair))"
                                + "(i64.extend_i32_s (struct.get $pair $i (local.get $made)))"),
                Named.of(
                        "keeps what it has made",
                        "(result i64) (block $none (struct.set $pair $next (br_on_null $none (local.get $pair))" + make
                                + ")) (i64.const 1)"));
    }

    /** In slices of each size from 1 on, and in one. */
    private static void compareInSlices(Engine engine, Module module, Object... arguments) {
        for (long slice = 1; slice < GREATEST_SLICE; slice++) {
            TickTrace.compare(engine, module, Limits.defaults(), slice, arguments);
        }
        TickTrace.compare(engine, module, Limits.defaults(), Guests.UNLIMITED, arguments);
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void each_tick_ends_as_in_the_interpreter(String leaf) {
        Engine engine = Engine.create();
        Module module = engine.load(module(leaf));
        for (int rounds : new int[] {1, 2, 5}) {
            for (int special : new int[] {-1, 1, rounds - 1}) {
                compareInSlices(engine, module, rounds, special);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void many_calls_do_as_in_the_interpreter(String leaf) {
        Engine engine = Engine.create();
        Module module = engine.load(module(leaf));
        for (int special : new int[] {-1, 1, MANY / 2}) {
            for (long slice : new long[] {333, Guests.UNLIMITED}) {
                TickTrace.compare(engine, module, Limits.defaults(), slice, MANY, special);
            }
        }
    }

    /** How functions that call themselves twice come to their end, by what is particular to it. */
    private static Stream<Named<String>> ends() {
        String field = "(i64.extend_i32_s (struct.get $s 0 (select (result (ref null $s)) (ref.null $s) (global.get $s)"
                + "(i32.eq (local.get $n) (local.get $m)))))";
        return Stream.of(
                Named.of("at once", "(if (i32.lt_s (local.get $n) (i32.const 1)) (then (return (i64.const 7))))"),
                Named.of(
                        "at one of several prices",
                        "(if (i32.lt_s (local.get $n) (i32.const 0)) (then (return (i64.const 7))))"
                                + "(if (i32.lt_s (local.get $n) (i32.const 1)) (then (return (global.get $g))))"),
                Named.of(
                        "behind a division",
                        "(local.set $x (i64.div_s (i64.const 100) (i64.extend_i32_s"
                                + "(i32.sub (local.get $n) (local.get $m)))))"
                                + "(if (i32.lt_s (local.get $n) (i32.const 1)) (then (return (local.get $x))))"),
                Named.of(
                        "with what a field holds",
                        "(if (i32.lt_s (local.get $n) (i32.const 1)) (then (return " + field + ")))"),
                Named.of(
                        "behind a write",
                        "(global.set $g (i64.add (global.get $g) (i64.const 1)))"
                                + "(if (i32.lt_s (local.get $n) (i32.const 1)) (then (return (global.get $g))))"));
    }

    private static byte[] tree(String end) {
        return Guests.binary("(module (type $s (struct (field i32))) (global $g (mut i64) (i64.const 9))"
                + "(global $s (ref $s) (struct.new $s (i32.const 3)))"
                + "(func $tree (export \"run\") (param $n i32) (param $m i32) (result i64) (local $x i64)" + end
                + "(i64.sub (i64.mul (i64.const 3) (call $tree (i32.sub (local.get $n) (i32.const 1)) (local.get $m)))"
                + "(call $tree (i32.sub (local.get $n) (i32.const 2)) (local.get $m)))))");
    }

    @ParameterizedTest
    @MethodSource("ends")
    void calls_of_itself_do_as_in_the_interpreter(String end) {
        Engine engine = Engine.create();
        Module module = engine.load(tree(end));
        for (int depth = 0; depth < 6; depth++) {
            for (int special : new int[] {-2, -1, 0, 1, depth}) {
                compareInSlices(engine, module, depth, special);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ends")
    void calls_of_itself_take_their_place_on_the_stack(String end) {
        Engine engine = Engine.create();
        Module module = engine.load(tree(end));
        for (int slots = 2; slots < 150; slots++) {
            TickTrace.compare(engine, module, Limits.defaults().withStackSlots(slots), Guests.UNLIMITED, 10, 100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void callee_needs_its_place_on_the_stack_all_the_same(int depth) {
        Engine engine = Engine.create();
        Module module = engine.load(Guests.binary("(module"
                + "(func $leaf (param $n i32) (result i64) (local" + " i64".repeat(40) + ")"
                + "(i64.extend_i32_s (local.get $n)))"
                + "(func $deep (export \"run\") (param $n i32) (result i64) (local $sum i64) (local $i i32)"
                + "(if (local.tee $n (i32.sub (local.get $n) (i32.const 1)))"
                + "(then (local.set $sum (call $deep (local.get $n)))))"
                + "(loop $again (if (i32.ge_s (local.get $i) (i32.const 5))"
                + "(then (local.set $sum (i64.add (local.get $sum) (call $leaf (local.get $n))))))"
                + "(br_if $again (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 8))))"
                + "(local.get $sum)))"));
        for (int slots = 1; slots < 300; slots++) {
            for (long slice : new long[] {30, Guests.UNLIMITED}) {
                TickTrace.compare(engine, module, Limits.defaults().withStackSlots(slots), slice, depth);
            }
        }
    }
}
