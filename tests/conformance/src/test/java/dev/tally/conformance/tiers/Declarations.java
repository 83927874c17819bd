package dev.tally.conformance.tiers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What drawn modules have beside the code of their functions; it is the same for all, but for the types of those. */
final class Declarations {
    /** The tags, by what their exceptions carry. */
    static final List<List<Sort>> TAGS = List.of(List.of(), List.of(Sort.I32), List.of(Sort.I64, Sort.F32, Sort.ANY));

    /** How many elements the table of functions has: some more than there are functions. */
    static final int TABLE_SIZE = 6;

    private static final String TYPES = """
        (type $s (sub (struct (field $i (mut i32)) (field $l (mut i64)) (field $f (mut f32)) (field $d (mut f64))
          (field $b (mut i8)) (field $h (mut i16)) (field $r (mut anyref)))))
        (type $sub (sub $s (struct (field $i (mut i32)) (field $l (mut i64)) (field $f (mut f32)) (field $d (mut f64))
          (field $b (mut i8)) (field $h (mut i16)) (field $r (mut anyref)) (field (mut f32)))))
        (type $bytes (array (mut i8)))
        (type $shorts (array (mut i16)))
        (type $ints (array (mut i32)))
        (type $longs (array (mut i64)))
        (type $floats (array (mut f32)))
        (type $doubles (array (mut f64)))
        (type $refs (array (mut anyref)))
        """;

    private static final String COMMON = """
        (import "tally" "next" (func $next (param i32) (result i32)))
        (import "tally" "wait" (func $wait (param i32) (result i32)))
        (import "tally" "charge" (func $charge (param i64)))
        (import "tally" "pay" (func $pay (param i64)))
        (import "tally" "fail" (func $fail))
        (import "tally" "yield" (func $yield))
        (import "tally" "call" (func $call_back (param funcref i32) (result i32)))
        (import "tiers" "mix" (func $mix (param i64 f32 f64 i32) (result f64 i64)))
        (memory $near 1 3)
        (data $data "\\00\\01\\fe\\ff\\7f\\80some bytes that are copied and made arrays of")
        (table $objects 4 8 anyref)
        (elem $elements anyref (item (ref.i31 (i32.const 7))) (item (ref.null any)))
        (tag $e0)
        (tag $e1 (param i32))
        (tag $e2 (param i64 f32 anyref))
        (global $sum (mut i64) (i64.const 0))
        (global $g0 (mut i32) (i32.const -5))
        (global $g1 (mut i64) (i64.const 0x123456789))
        (global $g2 (mut f32) (f32.const nan:0x200001))
        (global $g3 (mut f64) (f64.const -nan:0x4000000000001))
        (global $g4 (mut anyref) (ref.null any))
        (global $g5 (mut (ref null $s)) (struct.new_default $s))
        """;

    private static final String MORE_MEMORIES = """
        (memory $far 1 2)
        (memory $wide i64 1 2)
        """;

    private Declarations() {}

    /**
     * The declarations for functions of these types.
     *
     * @param calls how often a function may call one that is not above it
     * @param manyMemories whether there are more memories than one
     */
    static String of(List<Signature> functions, int calls, boolean manyMemories) {
        List<String> types = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            types.add("(type $t" + i + " (func" + functions.get(i) + "))\n");
        }
        String names =
                IntStream.range(0, functions.size()).mapToObj(i -> "$f" + i).collect(Collectors.joining(" "));
        return TYPES
                + String.join("", types)
                + COMMON
                + (manyMemories ? MORE_MEMORIES : "")
                + "(global $left (mut i32) (i32.const " + calls + "))\n"
                + "(table $functions " + TABLE_SIZE + " funcref)\n"
                + "(elem (table $functions) (i32.const 0) func " + names + ")\n";
    }
}
