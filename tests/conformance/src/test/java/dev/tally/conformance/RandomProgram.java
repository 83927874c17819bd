package dev.tally.conformance;

import java.util.List;
import java.util.Random;

/**
 * Writes modules at random that keep making, linking, copying, casting, throwing and dropping objects. They hold them
 * wherever a guest can: in locals and operands of nested calls, beneath functions of the host that wait or call back, in
 * globals, tables, fields, elements and exceptions. They always end, and trap only for want of stack or bytes, or by an
 * exception that nobody catches.
 */
final class RandomProgram {
    private static final int FUNCTIONS = 5;
    private static final int DEEPEST = 4;
    private static final int LOCALS_OF_A_KIND = 3;

    /** Each function takes an i32, a node and an array, and returns an i32 and a node. */
    private static final String TYPES = """
        (type $node (sub (struct (field $n (mut i32)) (field $next (mut (ref null $node))) (field $list (mut anyref)))))
        (type $wide (sub $node (struct (field $n (mut i32)) (field $next (mut (ref null $node))) (field $list (mut anyref))
          (field $l (mut i64)) (field $b (mut i8)))))
        (type $nodes (array (mut (ref null $node))))
        (type $bytes (array (mut i8)))
        (type $number (func (param i32) (result i32)))
        (type $f (func (param i32 (ref null $node) (ref null $nodes)) (result i32 (ref null $node))))
        (import "tally" "wait" (func $wait (type $number)))
        (import "tally" "call" (func $host_call (param funcref i32) (result i32)))
        (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
        (import "'" "a text" (global $text (ref extern)))
        (tag $e (param i32 (ref null $node)))
        (tag $other (param (ref null $nodes)))
        (global $g0 (mut (ref null $node)) (struct.new $node (i32.const 1) (ref.null none) (ref.i31 (i32.const 5))))
        (global $g1 (mut (ref null $node)) (ref.null none))
        (global $left (mut i32) (i32.const 0))
        (table $t 4 (ref null $node))
        (table $calls funcref (elem $f0))
        (elem $some (ref null $node) (ref.null none) (struct.new_default $wide) (item (global.get $g2)))
        (global $g2 (ref null $node) (struct.new $wide
          (i32.const 2) (ref.null none) (ref.null none) (i64.const 3) (i32.const 4)))
        (data $d "some bytes that arrays are made of")
        """;

    private final Random random;
    private final StringBuilder text = new StringBuilder("(module\n").append(TYPES);
    private int function;
    private int labels;

    private RandomProgram(Random random) {
        this.random = random;
    }

    /** The text of a module that exports {@code run}, which takes an i32 and returns one. */
    static String draw(Random random) {
        return new RandomProgram(random).module();
    }

    private String module() {
        for (function = 0; function < FUNCTIONS; function++) {
            function();
        }
        // Calls are counted, so that few functions that call each other often end all the same.
        return text.append("""
            (func $from_host (param i32) (result i32)
              (if (result i32 (ref null $node)) (global.get $left)
                (then
                  (global.set $left (i32.sub (global.get $left) (i32.const 1)))
                  (call $f0 (local.get 0) (global.get $g1) (array.new $nodes (global.get $g0) (i32.const 2))))
                (else (i32.const 1) (ref.null none)))
              (global.set $g1))
            (elem declare func $from_host)
            (func (export "run") (param i32) (result i32)
              (global.set $left (i32.const 60))
              (call $f%d (local.get 0) (global.get $g0) (array.new_default $nodes (i32.const 3)))
              (drop))
            )
            """.formatted(FUNCTIONS - 1)).toString();
    }

    private void function() {
        text.append("(func $f").append(function).append("""
             (type $f) (param $i0 i32) (param $n0 (ref null $node)) (param $a0 (ref null $nodes))
              (result i32 (ref null $node))
              (local $i1 i32) (local $i2 i32) (local $n1 (ref null $node)) (local $n2 (ref null $node))
              (local $a1 (ref null $nodes)) (local $a2 (ref null $nodes)) (local $b (ref null $bytes))
            """);
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            statement(0);
        }
        number(1);
        node(1);
        text.append(")\n");
    }

    /** Adds instructions, with a value in the place of each {@code %}. */
    private void add(String instructions, Object... values) {
        text.append(' ');
        int from = 0;
        for (Object value : values) {
            int place = instructions.indexOf('%', from);
            text.append(instructions, from, place).append(value);
            from = place + 1;
        }
        text.append(instructions, from, instructions.length());
    }

    private int local() {
        return random.nextInt(LOCALS_OF_A_KIND);
    }

    // Statements, which leave the operands as they are.

    private void statement(int depth) {
        switch (depth >= DEEPEST ? random.nextInt(3) : random.nextInt(14)) {
            case 0 -> {
                number(depth + 1);
                add("(local.set $i%)", local());
            }
            case 1 -> {
                node(depth + 1);
                add("(local.set $n%)", local());
            }
            case 2 -> {
                array(depth + 1);
                add("(local.set $a%)", local());
            }
            case 3 -> {
                int n = local();
                add("(if (i32.eqz (ref.is_null (local.get $n%))) (then (local.get $n%)", n, n);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        number(depth + 1);
                        add("(struct.set $node $n)");
                    }
                    case 1 -> {
                        node(depth + 1);
                        add("(struct.set $node $next)");
                    }
                    default -> {
                        any(depth + 1);
                        add("(struct.set $node $list)");
                    }
                }
                add("))");
            }
            case 4 -> {
                int a = local();
                ifNotEmpty(a, () -> {
                    add("(local.get $a%)", a);
                    index(a, depth);
                    node(depth + 1);
                    add("(array.set $nodes)");
                });
            }
            case 5 -> {
                int a = local();
                int other = local();
                ifNotEmpty(
                        a,
                        () -> ifNotEmpty(other, () -> {
                            add(
                                    "(array.copy $nodes $nodes (local.get $a%) (i32.const 0) (local.get $a%)"
                                            + " (i32.const 0)",
                                    a, other);
                            add("(select (array.len (local.get $a%)) (array.len (local.get $a%))", a, other);
                            add("(i32.lt_u (array.len (local.get $a%)) (array.len (local.get $a%)))))", a, other);
                        }));
            }
            case 6 -> {
                int a = local();
                ifNotEmpty(a, () -> {
                    add("(local.get $a%) (i32.const 0)", a);
                    node(depth + 1);
                    add("(array.len (local.get $a%)) (array.fill $nodes)", a);
                });
            }
            case 7 -> {
                node(depth + 1);
                add("(global.set $g%)", random.nextInt(2));
            }
            case 8 -> {
                add("(i32.const %)", random.nextInt(4));
                node(depth + 1);
                add("(table.set $t)");
            }
            case 9 -> loop(depth);
            case 10 -> tried(depth);
            case 11 -> {
                number(depth + 1);
                add("(if (then");
                statement(depth + 1);
                add(") (else");
                statement(depth + 1);
                add("))");
            }
            case 12 -> {
                add(
                        "(local.set $b (array.new_data $bytes $d (i32.const %) (i32.const %)))",
                        random.nextInt(9), random.nextInt(25));
                add("(drop");
                any(depth + 1);
                add(")");
            }
            default -> {
                call(depth);
                add("(local.set $n%) (local.set $i%)", local(), local());
            }
        }
    }

    private void ifNotEmpty(int array, Runnable content) {
        add("(if (i32.eqz (ref.is_null (local.get $a%))) (then (if (array.len (local.get $a%)) (then", array, array);
        content.run();
        add("))))");
    }

    private void index(int array, int depth) {
        number(depth + 1);
        add("(i32.rem_u (array.len (local.get $a%)))", array);
    }

    private void loop(int depth) {
        int label = labels++;
        // The counter lies among the operands, beneath whatever the body does.
        add("(i32.const %) (loop $l% (param i32)", 1 + random.nextInt(4), label);
        statement(depth + 1);
        statement(depth + 1);
        add("(i32.const 1) (i32.sub) (local.tee $i2) (local.get $i2)");
        add("(br_if $l% (local.get $i2)) (drop) (drop)", label);
        add(")");
    }

    private void tried(int depth) {
        int label = labels++;
        switch (random.nextInt(3)) {
            case 0 -> {
                add("(block $h% (result i32 (ref null $node)) (try_table (catch $e $h%)", label, label);
                body(depth);
                add(")");
                number(depth + 1);
                node(depth + 1);
                add(") (local.set $n%) (local.set $i%)", local(), local());
            }
            case 1 -> {
                add("(block $h% (try_table (catch_all $h%)", label, label);
                body(depth);
                add("))");
            }
            default -> {
                add("(block $o% (block $h% (result exnref) (try_table (catch_all_ref $h%)", label, label, label);
                body(depth);
                add(") (br $o%))", label);
                add("(block $i% (param exnref) (result i32 (ref null $node) exnref)", label);
                add(
                        "(try_table (param exnref) (catch_ref $e $i%) (catch_all $o%) (throw_ref)) (unreachable))",
                        label, label);
                add("(drop) (local.set $n%) (local.set $i%))", local(), local());
            }
        }
    }

    /** The content of a block that catches, which may throw. */
    private void body(int depth) {
        statement(depth + 1);
        switch (random.nextInt(4)) {
            case 0 -> {
                number(depth + 1);
                node(depth + 1);
                add("(throw $e)");
            }
            case 1 -> {
                array(depth + 1);
                add("(throw $other)");
            }
            default -> statement(depth + 1);
        }
    }

    /** Leaves an i32 and a node. */
    private void call(int depth) {
        add("(if (result i32 (ref null $node)) (global.get $left) (then");
        add("(global.set $left (i32.sub (global.get $left) (i32.const 1)))");
        number(depth + 1);
        node(depth + 1);
        array(depth + 1);
        boolean earlier = function > 0 && random.nextBoolean();
        if (earlier) {
            add("(call $f%)", random.nextInt(function));
        } else {
            add("(call_indirect $calls (type $f) (i32.const 0))");
        }
        add(") (else (i32.const 3) (ref.null none)))");
    }

    // Expressions, each of which leaves one value.

    private void number(int depth) {
        switch (depth >= DEEPEST ? random.nextInt(2) : random.nextInt(10)) {
            case 0 -> add("(i32.const %)", random.nextInt(100));
            case 1 -> add("(local.get $i%)", local());
            case 2 -> {
                number(depth + 1);
                number(depth + 1);
                add("(%)", List.of("i32.add", "i32.xor", "i32.mul", "i32.lt_s").get(random.nextInt(4)));
            }
            case 3 -> {
                int n = local();
                add("(if (result i32) (ref.is_null (local.get $n%)) (then (i32.const 0))", n);
                add("(else (struct.get $node $n (local.get $n%))))", n);
            }
            case 4 -> {
                any(depth + 1);
                add(
                        "(ref.test %)",
                        List.of("(ref $wide)", "(ref null $node)", "i31ref", "(ref array)")
                                .get(random.nextInt(4)));
            }
            case 5 -> {
                int label = labels++;
                add("(block $c% (result i32) (block $w% (result (ref $wide))", label, label);
                node(depth + 1);
                add("(br_on_cast $w% (ref null $node) (ref $wide)) (drop) (br $c%", label, label);
                number(depth + 1);
                add(")) (struct.get_s $wide $b))");
            }
            case 6 -> {
                node(depth + 1);
                node(depth + 1);
                add("(ref.eq)");
            }
            case 7 -> {
                number(depth + 1);
                add("(call $wait)");
            }
            case 8 -> {
                add("(ref.func $from_host)");
                number(depth + 1);
                add("(call $host_call)");
            }
            default -> {
                call(depth);
                add("(local.set $n%)", local());
            }
        }
    }

    private void node(int depth) {
        switch (depth >= DEEPEST ? random.nextInt(3) : random.nextInt(11)) {
            case 0, 1 -> add("(local.get $n%)", local());
            case 2 -> add("(global.get $g%)", random.nextInt(3));
            case 3 -> add("(table.get $t (i32.const %))", random.nextInt(4));
            case 4, 5 -> {
                number(depth + 1);
                node(depth + 1);
                any(depth + 1);
                add("(struct.new $node)");
            }
            case 6 -> {
                number(depth + 1);
                node(depth + 1);
                any(depth + 1);
                add("(i64.const %)", random.nextLong());
                number(depth + 1);
                add("(struct.new $wide)");
            }
            case 7 -> {
                int n = local();
                add("(if (result (ref null $node)) (ref.is_null (local.get $n%)) (then", n);
                node(depth + 1);
                add(") (else (struct.get $node $next (local.get $n%))))", n);
            }
            case 8 -> {
                int a = local();
                add("(if (result (ref null $node)) (ref.is_null (local.get $a%)) (then (ref.null none)) (else", a);
                add("(if (result (ref null $node)) (array.len (local.get $a%)) (then (local.get $a%)", a, a);
                index(a, depth);
                add("(array.get $nodes)) (else (ref.null none)))))");
            }
            case 9 -> {
                int label = labels++;
                add("(block $x% (result (ref null $node))", label);
                any(depth + 1);
                add("(br_on_cast $x% anyref (ref null $node)) (drop)", label);
                node(depth + 1);
                add(")");
            }
            default -> {
                call(depth);
                add("(local.set $n%) (local.set $i%) (local.get $n1)", local(), local());
            }
        }
    }

    private void array(int depth) {
        switch (depth >= DEEPEST ? 0 : random.nextInt(6)) {
            case 0 -> add("(local.get $a%)", local());
            case 1 -> add("(array.new_default $nodes (i32.const %))", random.nextInt(40));
            case 2 -> {
                node(depth + 1);
                add("(array.new $nodes (i32.const %))", random.nextInt(40));
            }
            case 3 -> {
                int length = random.nextInt(4);
                for (int i = 0; i < length; i++) {
                    node(depth + 1);
                }
                add("(array.new_fixed $nodes %)", length);
            }
            case 4 -> add("(array.new_elem $nodes $some (i32.const %) (i32.const 2))", random.nextInt(2));
            default -> {
                add("(ref.cast (ref null $nodes) (block (result anyref)");
                array(depth + 1);
                add("))");
            }
        }
    }

    private void any(int depth) {
        switch (random.nextInt(6)) {
            case 0 -> {
                number(depth + 1);
                add("(ref.i31)");
            }
            case 5 -> {
                add("(call $concat (global.get $text)");
                add("(call $concat (global.get $text) (global.get $text))) (any.convert_extern)");
            }
            case 1 -> array(depth + 1);
            case 2 -> add("(local.get $b)");
            case 3 -> {
                node(depth + 1);
                add("(extern.convert_any) (any.convert_extern)");
            }
            default -> node(depth + 1);
        }
    }
}
