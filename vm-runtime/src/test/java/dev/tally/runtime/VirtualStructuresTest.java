package dev.tally.runtime;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Structures that compiled code need not write, since they are dropped before anybody sees them: wherever fuel ends, something traps
 * or finds no room while they are there, each tick ends as in the interpreter, which writes all.
 */
final class VirtualStructuresTest {
    private static final long GREATEST_SLICE = 120;

    /** A nursery of 32 KiB is filled several times. */
    private static final int MANY = 3_000;

    private static final String TYPES =
            "(type $pair (sub (struct (field $i (mut i32)) (field $next (mut (ref null $pair)))"
                    + "(field $l (mut i64)) (field $d (mut f64)))))"
                    + "(type $wide (sub $pair (struct (field $i (mut i32)) (field $next (mut (ref null $pair)))"
                    + "(field $l (mut i64)) (field $d (mut f64)) (field $f (mut f32)))))"
                    + "(type $narrow (struct (field $b (mut i8)) (field $s (mut i16))))"
                    + "(type $pairs (array (mut (ref null $pair))))";

    private static final String FUNCTIONS =
            "(func $make (param $i i32) (param $next (ref null $pair)) (result (ref $pair))"
                    + "(struct.new $pair (local.get $i) (local.get $next) (i64.extend_i32_s (local.get $i)) (f64.const 0.5)))"
                    + "(func $used (param $pair (ref null $pair)) (result i32)"
                    + "(block $none (struct.set $pair $i (br_on_null $none (local.get $pair))"
                    + "(i32.add (struct.get $pair $i (local.get $pair)) (i32.const 1)))"
                    + "(return (struct.get $pair $i (local.get $pair)))) (i32.const 7))"
                    + "(func $same (param $pair (ref null $pair)) (result (ref null $pair)) (local.get $pair))"
                    + "(func $square (param $i i32) (result i32) (i32.mul (local.get $i) (local.get $i)))"
                    + "(func $depth (param $pair (ref null $pair)) (result i32) (local $depth i32)"
                    + "(loop $next (if (ref.is_null (local.get $pair)) (then (return (local.get $depth))))"
                    + "(local.set $depth (i32.add (local.get $depth) (struct.get $pair $i (local.get $pair))))"
                    + "(local.set $pair (struct.get $pair $next (local.get $pair))) (br $next)) (unreachable))";

    /** Does something in each round, with a number and what was kept in the round before. */
    private static byte[] module(String round) {
        return Guests.binary("(module " + TYPES
                + "(global $kept (mut (ref null $pair)) (ref.null $pair)) (global $sum (mut i32) (i32.const 0))"
                + FUNCTIONS
                + "(func (export \"run\") (param $n i32) (param $m i32) (result i64)"
                + "(local $a (ref null $pair)) (local $b (ref null $pair)) (local $x i32)"
                + "(loop $again"
                + "(global.set $sum (i32.add (i32.mul (global.get $sum) (i32.const 31))" + round + "))"
                + "(br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))"
                + "(i64.extend_i32_s (i32.add (global.get $sum) (call $used (global.get $kept))))))");
    }

    private static String value(String... instructions) {
        return "(block (result i32)" + String.join("", instructions) + ")";
    }

    /** What is done in a round, by what is particular to it. */
    private static Stream<Named<String>> rounds() {
        String make = "(call $make (local.get $n) (global.get $kept))";
        String setA = "(local.set $a (call $make (local.get $n) (ref.null $pair)))";
        String setB = "(local.set $b (call $make (local.get $m) (local.get $a)))";
        String keepB = "(global.set $kept (local.get $b))";
        String getA = "(struct.get $pair $i (local.get $a))";
        String throughB = "(struct.get $pair $i (struct.get $pair $next (local.get $b)))";
        String divide = "(i32.div_s (i32.const 1000) (i32.sub (local.get $n) (local.get $m)))";
        return Stream.of(
                Named.of("is dropped", value("(drop " + make + ") (i32.const 3)")),
                Named.of("is read", value("(struct.get $pair $i " + make + ")")),
                Named.of(
                        "is read in other kinds",
                        value(
                                setA,
                                "(i32.wrap_i64 (i64.add (struct.get $pair $l (local.get $a))"
                                        + "(i64.reinterpret_f64 (struct.get $pair $d (local.get $a)))))")),
                Named.of(
                        "holds a float that was computed",
                        value(
                                "(i32.reinterpret_f32 (struct.get $wide $f (struct.new $wide (i32.const 1) (ref.null $pair)"
                                        + "(i64.const 2) (f64.const 3) (f32.div (f32.convert_i32_s (local.get $n)) (f32.const 3)))))")),
                Named.of("is in another", value(setA, setB, throughB)),
                Named.of(
                        "is in another that is in another",
                        value(
                                "(struct.get $pair $i (struct.get $pair $next (struct.get $pair $next (call $make (i32.const 3)"
                                        + "(call $make (local.get $n) " + make + ")))))")),
                Named.of(
                        "is in two others",
                        value(
                                setA,
                                setB,
                                throughB,
                                "(struct.get $pair $i (struct.get $pair $next (call $make (i32.const 1) (local.get $a))))",
                                "(i32.add)")),
                Named.of(
                        "is changed",
                        value(
                                setA,
                                "(struct.set $pair $i (local.get $a) (i32.const 77))"
                                        + "(struct.set $pair $d (local.get $a) (f64.convert_i32_s (local.get $n)))",
                                getA,
                                "(i32.trunc_f64_s (struct.get $pair $d (local.get $a))) (i32.add)")),
                Named.of(
                        "is changed to zero and back",
                        value(
                                setA,
                                "(struct.set $pair $i (local.get $a) (i32.const 0))",
                                getA,
                                "(struct.set $pair $i (local.get $a) (local.get $m))",
                                getA,
                                "(i32.sub)")),
                Named.of(
                        "is changed as another name",
                        value(
                                setA,
                                "(local.set $b (local.get $a))" + "(struct.set $pair $i (local.get $b) (local.get $m))",
                                getA)),
                Named.of(
                        "is put into another later",
                        value(
                                setA,
                                setB,
                                "(local.set $a (call $make (i32.const 8) (ref.null $pair)))"
                                        + "(struct.set $pair $next (local.get $b) (local.get $a))"
                                        + "(struct.set $pair $i (local.get $a) (local.get $n))",
                                throughB)),
                Named.of(
                        "is cut off from another",
                        value(
                                setA,
                                setB,
                                "(struct.set $pair $next (local.get $b) (ref.null $pair))"
                                        + "(call $depth (struct.get $pair $next (local.get $b)))",
                                getA,
                                "(i32.add)")),
                Named.of(
                        "takes another's place in one that is kept",
                        value(setA, setB, "(struct.set $pair $next (local.get $b) (global.get $kept))" + keepB, getA)),
                Named.of(
                        "refers to what is kept",
                        value(
                                setA,
                                "(struct.set $pair $next (local.get $a) (global.get $kept))"
                                        + "(call $used (struct.get $pair $next (local.get $a)))")),
                Named.of("is changed by a function", value(setA, "(call $used (local.get $a))", getA, "(i32.add)")),
                Named.of(
                        "is returned by a function as it is",
                        value(setA, "(struct.get $pair $i (call $same (local.get $a)))")),
                Named.of(
                        "is there while a function pays",
                        value(setA, "(call $square (local.get $n))", getA, "(i32.add)")),
                Named.of(
                        "is there while another is made",
                        value(setA, "(drop (array.new_default $pairs (i32.const 2)))", getA)),
                Named.of("is there while something traps", value(setA, divide, getA, "(i32.add)")),
                Named.of(
                        "is there where something trapped for others",
                        value(setA, setB, divide, throughB, "(i32.add)")),
                Named.of(
                        "is live over a branch",
                        value(
                                setA,
                                "(if (result i32) (i32.and (local.get $n) (i32.const 1)) (then " + getA
                                        + ") (else (i32.const 4)))")),
                Named.of(
                        "is dropped before a branch",
                        value(
                                setA,
                                "(local.set $x " + getA + ")",
                                "(if (result i32) (i32.and (local.get $n) (i32.const 1)) (then (local.get $x)) (else (i32.const 4)))")),
                Named.of(
                        "is made on one way only",
                        value("(local.set $a (global.get $kept))" + "(if (i32.and (local.get $n) (i32.const 1)) (then "
                                + setA + ")) (call $used (local.get $a))")),
                Named.of(
                        "is live in a loop",
                        value(
                                setA,
                                "(local.set $x (i32.const 3))"
                                        + "(loop $l (struct.set $pair $i (local.get $a) (i32.add (local.get $x)" + getA
                                        + "))"
                                        + "(br_if $l (local.tee $x (i32.sub (local.get $x) (i32.const 1)))))",
                                getA)),
                Named.of(
                        "is tested for null",
                        value(
                                setA,
                                "(ref.is_null (local.get $a))",
                                "(struct.get $pair $i (ref.as_non_null (local.get $a)))",
                                "(i32.add)")),
                Named.of(
                        "is compared",
                        value(
                                setA,
                                "(ref.eq (local.get $a) (global.get $kept)) (ref.eq (local.get $a)"
                                        + "(local.get $a)) (i32.sub)")),
                Named.of(
                        "branches unless it is null, to where others are live",
                        value(
                                setA,
                                setB,
                                "(block $none (drop (br_on_null $none (local.get $b))) (return (i64.extend_i32_s"
                                        + throughB + ")))",
                                getA)),
                Named.of(
                        "branches if it is not null",
                        value(
                                setA,
                                "(drop (block $some (result (ref $pair)) (br_on_non_null $some (local.get $a)) (unreachable)))",
                                getA)),
                Named.of("is of a type", value(setA, "(ref.test (ref $wide) (local.get $a))", getA, "(i32.add)")),
                Named.of("is cast", value("(struct.get $pair $i (ref.cast (ref $pair) " + make + "))")),
                Named.of(
                        "is one of two",
                        value(
                                setA,
                                "(struct.get $pair $i (select (result (ref null $pair)) (local.get $a)" + make
                                        + "(i32.and (local.get $n) (i32.const 1))))")),
                Named.of("is given to a function", value(setA, setB, "(call $depth (local.get $b))")),
                Named.of("is kept", value(setA, setB, throughB, keepB)),
                Named.of(
                        "is kept in an array",
                        value(
                                setA,
                                "(global.set $kept (array.get $pairs (array.new $pairs (local.get $a) (i32.const 2)) (i32.const 1)))",
                                getA)),
                Named.of(
                        "is kept in what is kept",
                        value(
                                setA,
                                "(if (ref.is_null (global.get $kept)) (then (global.set $kept" + make
                                        + "))) (struct.set $pair $next (global.get $kept) (local.get $a))",
                                getA)),
                Named.of(
                        "has narrow fields",
                        value(
                                "(struct.get_s $narrow $b (struct.new $narrow (local.get $n) (i32.const -1)))",
                                "(struct.get_u $narrow $s (struct.new $narrow (local.get $n) (i32.const -1)))",
                                "(i32.add)")),
                Named.of(
                        "is made of defaults",
                        value("(call $depth (struct.get $pair $next (struct.new_default $pair)))")));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void each_tick_ends_as_in_the_interpreter(String round) {
        Engine engine = Engine.create();
        Module module = engine.load(module(round));
        for (int rounds : new int[] {1, 3}) {
            for (int special : new int[] {-1, 2}) {
                for (long slice = 1; slice < GREATEST_SLICE; slice++) {
                    TickTrace.compare(engine, module, Limits.defaults(), slice, rounds, special);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void many_rounds_do_as_in_the_interpreter(String round) {
        Engine engine = Engine.create();
        Module module = engine.load(module(round));
        for (int special : new int[] {-1, MANY / 2}) {
            for (long slice : new long[] {333, Guests.UNLIMITED}) {
                TickTrace.compare(engine, module, Limits.defaults(), slice, MANY, special);
            }
        }
    }
}
