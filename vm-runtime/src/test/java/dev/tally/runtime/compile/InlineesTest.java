package dev.tally.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Liveness;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which functions are written into their callers, and which are called. */
final class InlineesTest {
    private static final int MANY = 120;

    /** How many calls the code of the last function of a text makes. */
    private static long calls(String text, Metering metering) throws Exception {
        return instructions(text, metering)
                .filter(element -> element instanceof InvokeDynamicInstruction call
                        && call.name().equalsString("call"))
                .count();
    }

    private static Stream<CodeElement> instructions(String text, Metering metering) throws Exception {
        ValidModule module = Modules.of(text);
        int last = module.definition().functions().size() - 1;
        byte[] bytes = FunctionCompiler.compile(
                module, last, Liveness.of(module, last), -1, CompileBudget.MOST_METHOD_BYTES, metering);
        MethodModel code = ClassFile.of().parse(bytes).methods().stream()
                .filter(method -> method.methodName().equalsString(FunctionCompiler.CODE))
                .findAny()
                .orElseThrow();
        return code.code().orElseThrow().elementStream();
    }

    private static long callsOf(String callee) throws Exception {
        String text = "(memory 1) (global $g (mut i32) (i32.const 0)) (type $s (struct (field (mut i32))))"
                + "(type $a (array (mut i32)))"
                + "(func $f (param i32 (ref null $s) (ref null $a)) (result i32)" + callee + ")"
                + "(func (param i32 (ref null $s) (ref null $a)) (result i32)"
                + "(call $f (local.get 0) (local.get 1) (local.get 2)))";
        assertThat(calls(text, Metering.LEFT_OUT)).as("without fuel").isEqualTo(calls(text, Metering.WRITTEN));
        return calls(text, Metering.WRITTEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(i32.const 5)",
                "(i32.mul (local.get 0) (local.get 0))",
                "(i32.div_s (i32.const 100) (local.get 0))",
                "(i32.load (local.get 0))",
                "(i32.store (local.get 0) (i32.const 1)) (local.get 0)",
                "(global.set $g (i32.add (global.get $g) (i32.const 1))) (global.get $g)",
                "(struct.get $s 0 (local.get 1))",
                "(struct.set $s 0 (local.get 1) (struct.get $s 0 (local.get 1))) (struct.get $s 0 (local.get 1))",
                "(struct.get $s 0 (struct.new $s (local.get 0)))",
                "(array.get $a (local.get 2) (local.get 0))",
                "(if (local.get 0) (then (return (i32.const 1)))) (i32.clz (local.get 0))",
                "(if (local.get 0) (then (unreachable))) (i32.const 1)",
                "(block (block (br_table 0 1 (local.get 0))) (return (i32.const 5))) (i32.clz (local.get 0))",
            })
    void small_leaf_is_written_into_its_caller(String callee) throws Exception {
        assertThat(callsOf(callee)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // What has been done before it traps could be seen.
                "(global.set $g (i32.const 1)) (i32.div_s (i32.const 100) (local.get 0))",
                "(struct.set $s 0 (local.get 1) (i32.const 3)) (array.get $a (local.get 2) (local.get 0))",
                "(i32.store (local.get 0) (i32.const 1)) (i32.load (local.get 0))",
                "(struct.set $s 0 (struct.new $s (i32.const 1)) (i32.const 3)) (struct.get $s 0 (struct.new_default $s))",
                "(struct.set $s 0 (local.get 1) (i32.const 3)) (local.set 1 (ref.null $s)) (struct.get $s 0 (local.get 1))",
                // Two ways to one place have not paid the same.
                "(if (result i32) (local.get 0) (then (i32.mul (local.get 0) (i32.const 7))) (else (i32.const 2)))",
                "(loop (br_if 0 (i32.eqz (local.get 0)))) (i32.const 1)",
                "(i32.add (memory.grow (i32.const 1)) (i32.const 1))",
                "(call $f (local.get 0) (local.get 1) (local.get 2))",
                "(block (try_table (catch_all 0) (return (struct.get $s 0 (struct.new $s (i32.const 1)))))) (i32.const 2)",
                "(unreachable)",
            })
    void other_functions_are_called(String callee) throws Exception {
        assertThat(callsOf(callee)).isOne();
    }

    @Test
    void function_gets_no_more_than_so_much_from_others() throws Exception {
        String text = "(func $f (param i32) (result i32) (i32.mul (local.get 0) (i32.const 7)))"
                + "(func (param i32) (result i32) (local.get 0)" + "(call $f)".repeat(MANY) + ")";
        assertThat(calls(text, Metering.WRITTEN)).isBetween(1L, MANY - 1L);
        assertThat(calls(text, Metering.WRITTEN_BRIEFLY)).isEqualTo(MANY);
    }

    /** How often the code of a function has the counting of bits that stands at its beginning. */
    private static long beginnings(String beginning, String others) throws Exception {
        String text = "(global $g (mut i32) (i32.const 0)) (func $f (param i32) (result i32)"
                + "(if (i32.popcnt (local.get 0)) (then " + beginning + " (return (i32.const 1))))" + others + ")";
        return instructions(text, Metering.WRITTEN)
                .filter(element ->
                        element instanceof InvokeInstruction call && call.name().equalsString("bitCount"))
                .count();
    }

    @Test
    void calls_of_itself_begin_with_the_ways_that_return_at_once() throws Exception {
        String call = "(call $f (i32.const 2))";
        String twice = "(i32.add" + call.repeat(2) + ")";
        assertThat(beginnings("", twice)).isEqualTo(3);
        assertThat(beginnings("(drop (i32.const 1))", twice)).isEqualTo(3);
        assertThat(beginnings("", call))
                .as("one call, most of whose calls call")
                .isOne();
        assertThat(beginnings("", "(loop (drop " + twice + ") (br_if 0 (local.get 0))) (i32.const 1)"))
                .as("as many calls as a loop has rounds")
                .isOne();
        assertThat(beginnings("(global.set $g (i32.const 1))", twice))
                .as("what can be seen is done once")
                .isOne();
        assertThat(beginnings("(drop " + call + ")", twice))
                .as("no way without a call")
                .isOne();
    }
}
