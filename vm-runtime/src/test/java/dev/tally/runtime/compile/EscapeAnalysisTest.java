package dev.tally.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Liveness;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which structures get their place and nothing else, and which are written. */
final class EscapeAnalysisTest {
    private static final String DECLARATIONS =
            "(type $s (struct (field $i (mut i32)) (field $next (mut (ref null $s)))))"
                    + "(type $n (struct (field $b (mut i8)))) (type $f (struct (field (ref null $f)) (field (ref null $f)))) (type $a (array (mut (ref null $s))))"
                    + "(global $kept (mut (ref null $s)) (ref.null $s))"
                    + "(func $make (param i32 (ref null $s)) (result (ref $s)) (struct.new $s (local.get 0) (local.get 1)))"
                    + "(func $used (param (ref null $s)) (result i32) (block $none"
                    + "(struct.set $s $i (br_on_null $none (local.get 0)) (i32.add (struct.get $s $i (local.get 0)) (i32.const 1)))"
                    + "(return (struct.get $s $i (local.get 0)))) (i32.const 7))"
                    + "(func $kept (param (ref null $s)) (result i32) (global.set $kept (local.get 0)) (i32.const 1))"
                    + "(func $or (param (ref null $s)) (result (ref $s))"
                    + "(if (ref.is_null (local.get 0)) (then (return (struct.new_default $s)))) (ref.as_non_null (local.get 0)))"
                    + "(func $loop (param (ref null $s)) (result i32)"
                    + "(loop $again (br_if $again (struct.get $s $i (local.get 0)))) (i32.const 1))";

    /** How often the code of a function with a body calls a method of the machine. */
    private static long calls(String name, String body, Metering metering) throws Exception {
        ValidModule module = Modules.of(DECLARATIONS
                + "(func (param $x i32) (param $old (ref null $s)) (result i32) (local $p (ref null $s)) (local $q (ref null $s))"
                + body + ")");
        int last = module.definition().functions().size() - 1;
        byte[] bytes = FunctionCompiler.compile(
                module, last, Liveness.of(module, last), -1, CompileBudget.MOST_METHOD_BYTES, metering);
        return ClassFile.of().parse(bytes).methods().stream()
                .filter(method -> method.methodName().equalsString(FunctionCompiler.CODE))
                .flatMap(method -> method.code().orElseThrow().elementStream())
                .filter(element ->
                        element instanceof InvokeInstruction call && call.name().equalsString(name))
                .count();
    }

    private static void requireWritten(String body, int reserved, int written) throws Exception {
        for (Metering metering : new Metering[] {Metering.WRITTEN, Metering.LEFT_OUT}) {
            assertThat(calls("reserve", body, metering))
                    .as("not written, %s", metering)
                    .isEqualTo(reserved);
            assertThat(calls("structure", body, metering))
                    .as("written, %s", metering)
                    .isEqualTo(written);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | (drop (struct.new_default $s)) (i32.const 1)",
                "1 | (struct.get $s $i (struct.new $s (local.get $x) (local.get $old)))",
                "1 | (struct.get $s $i (call $make (local.get $x) (local.get $old)))",
                "2 | (struct.get $s $i (struct.get $s $next (call $make (i32.const 1) (call $make (local.get $x) (local.get $old)))))",
                "1 | (local.set $p (call $make (local.get $x) (ref.null $s))) (call $used (local.get $p))",
                "2 | (local.set $p (struct.new_default $s)) (local.set $q (struct.new_default $s))"
                        + "(struct.set $s $next (local.get $p) (local.get $q)) (struct.get $s $i (struct.get $s $next (local.get $p)))",
                "1 | (local.set $p (struct.new_default $s)) (struct.set $s $i (local.get $p) (i32.div_s (i32.const 1) (local.get $x)))"
                        + "(struct.get $s $i (local.get $p))",
                "1 | (local.set $p (struct.new_default $s)) (ref.eq (local.get $p) (local.get $old))",
                "1 | (struct.get $s $i (ref.as_non_null (struct.new $s (local.get $x) (local.get $old))))",
                "1 | (local.set $x (struct.get $s $i (struct.new $s (local.get $x) (local.get $old))))"
                        + "(if (result i32) (local.get $x) (then (i32.const 1)) (else (i32.const 2)))",
            })
    void structure_that_is_only_read_and_dropped_is_not_written(int reserved, String body) throws Exception {
        requireWritten(body, reserved, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | (global.set $kept (struct.new_default $s)) (i32.const 1)",
                "1 | (struct.set $s $next (local.get $old) (struct.new_default $s)) (i32.const 1)",
                "2 | (struct.set $s $next (local.get $old) (struct.new $s (i32.const 1) (struct.new_default $s))) (i32.const 1)",
                "1 | (drop (array.new_fixed $a 1 (struct.new_default $s))) (i32.const 1)",
                "1 | (call $kept (struct.new_default $s))",
                "1 | (call $loop (struct.new_default $s))",
                "2 | (struct.get $s $i (call $or (struct.new_default $s)))",
                "1 | (struct.get_u $n $b (struct.new $n (local.get $x)))",
                "1 | (ref.test (ref $n) (struct.new $n (local.get $x)))",
                "1 | (struct.get $s $i (select (result (ref null $s)) (struct.new_default $s) (local.get $old) (local.get $x)))",
                "1 | (local.set $p (struct.new_default $s)) (if (result i32) (local.get $x)"
                        + "(then (struct.get $s $i (local.get $p))) (else (i32.const 2)))",
                "1 | (local.set $p (local.get $old)) (if (local.get $x) (then (local.set $p (struct.new_default $s))))"
                        + "(struct.get $s $i (local.get $p))",
                "1 | (local.set $p (struct.new_default $s)) (loop $l (br_if $l (struct.get $s $i (local.get $p)))) (i32.const 1)",
            })
    void structure_that_others_may_see_is_written(int written, String body) throws Exception {
        requireWritten(body, 0, written);
    }

    @Test
    void of_many_structures_the_first_are_looked_at() throws Exception {
        requireWritten("(drop (struct.new_default $s))".repeat(20) + "(i32.const 1)", 16, 4);
    }

    @Test
    void structures_that_are_in_one_another_twice_are_written_once_for_who_leaves() throws Exception {
        requireWritten(
                "(local $f (ref null $f))"
                        + "(local.set $f (struct.new $f (local.get $f) (local.get $f)))".repeat(16)
                        + "(ref.is_null (struct.get $f 0 (local.get $f)))",
                16,
                0);
    }

    @Test
    void what_is_cut_off_from_one_that_is_seen_has_been_seen() throws Exception {
        requireWritten(
                "(local.set $p (struct.new_default $s)) (local.set $q (struct.new $s (local.get $x) (local.get $p)))"
                        + "(struct.set $s $next (local.get $q) (ref.null $s)) (call $kept (local.get $q))",
                0,
                2);
    }
}
