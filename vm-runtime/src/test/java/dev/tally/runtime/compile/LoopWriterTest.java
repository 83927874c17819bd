package dev.tally.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Liveness;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import org.junit.jupiter.api.Test;

/** Which loops are written how often, and so paid for ahead. */
final class LoopWriterTest {
    /** What every body has once. */
    private static final long MARK = 0x7a11_7a11_7a11L;

    private static final String MARKED = "(local.set $sum (i64.xor (local.get $sum) (i64.const " + MARK + ")))";
    private static final String COUNTED = "(br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))";
    private static final String SOME =
            "(if (i32.and (local.get $n) (i32.const 1)) (then (local.set $sum (i64.rotl (local.get $sum) (i64.const 3)))))";

    /** A value that is the larger the more often it is used. */
    private static String mixed(String number) {
        return "(local.set $n (i32.xor " + number + " (i32.shl " + number + " (i32.const 13))))";
    }

    private static long timesWritten(String loop) throws Exception {
        return timesWritten(loop, CompileBudget.MOST_METHOD_BYTES, Metering.WRITTEN);
    }

    private static long timesWritten(String loop, int methodBytes, Metering metering) throws Exception {
        ValidModule module = Modules.of("(memory 1) (type $pair (struct (field i64) (field i64)))"
                + "(func $leaf (param $n i32) (result i32)"
                + mixed("(local.get $n)").repeat(3) + "(local.get $n))"
                + "(func $calls (result i32) (call $leaf (i32.const 1)))"
                + "(func (param $n i32) (result i64) (local $sum i64)" + loop + "(local.get $sum))");
        byte[] bytes = FunctionCompiler.compile(module, 2, Liveness.of(module, 2), -1, methodBytes, metering);
        return ClassFile.of().parse(bytes).methods().stream()
                .map(MethodModel::code)
                .flatMap(code -> code.orElseThrow().elementStream())
                .filter(element -> element instanceof ConstantInstruction constant
                        && constant.constantValue().equals(MARK))
                .count();
    }

    private static String loop(String body) {
        return "(loop $again " + MARKED + body + COUNTED + ")";
    }

    @Test
    void of_one_block_as_often_as_it_is_small() throws Exception {
        assertThat(timesWritten(loop(""))).isEqualTo(4);
        assertThat(timesWritten(loop("(i64.store (local.get $n) (local.get $sum))".repeat(6))))
                .isEqualTo(2);
        assertThat(timesWritten(loop("(i64.store (local.get $n) (local.get $sum))".repeat(50))))
                .isEqualTo(1);
    }

    @Test
    void of_several_ways_twice_if_it_has_few_steps() throws Exception {
        assertThat(timesWritten(loop(SOME))).isEqualTo(2);
        assertThat(timesWritten(loop("(br_if $again (local.get $n))"))).isEqualTo(2);
        assertThat(timesWritten("(block $out" + loop("(br_if $out (i32.eqz (local.get $n)))" + SOME) + ")"))
                .isEqualTo(2);
        assertThat(timesWritten(loop("(drop (struct.new $pair (i64.const 5) (i64.const 0)))")))
                .isEqualTo(2);
        assertThat(timesWritten(loop("(drop (call $leaf (local.get $n)))"))).isEqualTo(2);
        assertThat(timesWritten(loop(SOME.repeat(6)))).isEqualTo(1);
    }

    @Test
    void once_where_it_calls_or_has_another_in_it() throws Exception {
        assertThat(timesWritten(loop("(drop (call $calls))"))).isEqualTo(1);
        assertThat(timesWritten(loop("(loop $inner (br_if $inner (i32.eqz (local.get $n))))")))
                .isEqualTo(1);
    }

    /** HotSpot gives up such a method if the loop is written again; see {@link ExpressionSizes}. */
    @Test
    void once_where_expressions_become_large() throws Exception {
        assertThat(timesWritten(loop(mixed("(local.get $n)").repeat(2)))).isEqualTo(2);
        assertThat(timesWritten(loop(mixed("(local.get $n)").repeat(6)))).isEqualTo(1);
        String calls = "(local.set $n (call $leaf (local.get $n)))";
        assertThat(timesWritten(loop(calls))).isEqualTo(2);
        assertThat(timesWritten(loop(calls.repeat(2))))
                .as("in the place of calls")
                .isEqualTo(1);
    }

    @Test
    void once_where_there_is_no_room() throws Exception {
        assertThat(timesWritten(loop(SOME), CompileBudget.MOST_METHOD_BYTES, Metering.WRITTEN_BRIEFLY))
                .isEqualTo(1);
        assertThat(timesWritten(loop(SOME), CompileBudget.MOST_METHOD_BYTES, Metering.LEFT_OUT))
                .isEqualTo(1);
        String more = "(local.set $sum (i64.mul (local.get $sum) (i64.const 7)))".repeat(300);
        assertThat(timesWritten(more + loop(SOME), 2_000, Metering.WRITTEN))
                .as("in parts")
                .isEqualTo(1);
    }
}
