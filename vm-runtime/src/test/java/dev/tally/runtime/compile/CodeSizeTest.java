package dev.tally.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.compile.CodeSize.Bytes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The size of the last function of a text, compiled with all that governs guests and without. */
final class CodeSizeTest {
    private static final String CALLEE = "(func $f (param i32 f64) (result i32) (local.get 0))";

    private static CodeSize size(String text) {
        ValidModule module = Modules.of(text);
        int last = module.definition().functions().size() - 1;
        return CodeSize.of(module, module.spaces().importedFunctions() + last, Liveness.of(module, last));
    }

    /** What governing the last function of a text costs. */
    private static int growth(String text) {
        CodeSize size = size(text);
        assertThat(size.refusal()).isNull();
        return Objects.requireNonNull(size.with()).all()
                - Objects.requireNonNull(size.without()).all();
    }

    @Test
    void a_function_costs_its_entry_and_each_call_and_loop_more() {
        int entry = growth("(func (param i32) (drop (i32.const 1)))");
        int call = growth(CALLEE + "(func (param i32) (drop (call $f (i32.const 1) (f64.const 2))))");
        int calls = growth(CALLEE + "(func (param i32) (drop (call $f (i32.const 1) (f64.const 2)))"
                + "(drop (call $f (i32.const 1) (f64.const 2))))");
        int loop = growth("(func (param i32) (loop (br_if 0 (local.get 0))))");
        assertThat(entry).isPositive();
        assertThat(call).isGreaterThan(entry);
        // Prices that are charged take one byte or three.
        assertThat(calls - call).as("as much for the second as for the first").isCloseTo(call - entry, within(4));
        assertThat(loop).isGreaterThan(entry);
    }

    @Test
    void what_does_not_rest_costs_nothing() {
        String sum = "(local.set 0 (i32.add (local.get 0) (i32.load8_u (local.get 0))))";
        assertThat(growth("(memory 1) (func (param i32)" + sum.repeat(20) + ")"))
                .isEqualTo(growth("(memory 1) (func (param i32)" + sum.repeat(10) + ")"));
    }

    @Test
    void what_is_live_across_a_call_is_written_where_guests_rest_alone() {
        String call = "(drop (call $f (i32.const 1) (f64.const 2)))";
        int nothingLive = growth(CALLEE + "(func (param i32 i64) (result i32)" + call + "(i32.const 1))");
        int oneLive = growth(CALLEE + "(func (param i32 i64) (result i32)" + call + "(local.get 0))");
        assertThat(oneLive).isGreaterThan(nothingLive);
    }

    /** Nobody runs the classes that are measured for comparison; that they could be loaded shows that nothing is amiss in them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                CALLEE + "(func (result i64) (i64.extend_i32_s (call $f (i32.const 1) (f64.const 2))))",
                "(import \"env\" \"f\" (func $f (param i32 i64) (result f64 i32))) (func (param f64) (result f64)"
                        + "(drop (call $f (i32.const 1) (i64.const 2))) (f64.add (local.get 0)))",
                "(type $t (func (param i32) (result i32 i64))) (table 1 funcref) (func (param i32) (result i32 i64)"
                        + "(call_indirect (type $t) (local.get 0) (i32.const 0)))",
                "(memory 1) (func (param i32 i32) (loop (memory.fill (local.get 0) (i32.const 1) (i32.const 9))"
                        + "(br_if 0 (i32.eqz (memory.grow (local.get 1))))))",
                "(type $s (struct (field i32) (field (mut f64)))) (func (param i32) (result (ref $s))"
                        + "(struct.new $s (local.get 0) (f64.const 1)))",
                "(func (param i32) (result f32) (local f32) (block (loop (br_table 0 1 0 (local.get 0)))) (local.get"
                        + " 1))",
                "(func $self (param i64) (result i64) (call $self (call $self (local.get 0))))",
                "(tag $t (param i32)) (func (param i32) (result i32)"
                        + "(block $h (result i32) (try_table (catch $t $h) (nop)) (local.get 0)))",
                "(tag $t (param i32)) (func (param i32) (result i32)"
                        + "(block $h (result i32) (try_table (catch $t $h) (throw $t (local.get 0))) (i32.const 1)))",
                "(tag $t (param i64)) (func $f (param f32) (throw $t (i64.const 1)))"
                        + "(func (param f32 i64) (result i64) (block $all (i64.const 7)"
                        + "(block $h (result i64) (try_table (catch_all $all) (try_table (catch $t $h)"
                        + "(call $f (local.get 0))) (call $f (local.get 0))) (i64.const 2)) (return (i64.add)))"
                        + "(local.get 1))"
            })
    void both_classes_pass_the_verifier(String text) throws Exception {
        ValidModule module = Modules.of(text);
        int last = module.definition().functions().size() - 1;
        for (Metering metering : Metering.values()) {
            byte[] bytes = FunctionCompiler.compile(
                    module,
                    module.spaces().importedFunctions() + last,
                    Liveness.of(module, last),
                    -1,
                    CompileBudget.MOST_METHOD_BYTES,
                    metering);
            assertThat(ClassFile.of().verify(bytes)).as(metering.name()).isEmpty();
        }
    }

    @Test
    void all_methods_of_the_class_are_counted() throws Exception {
        ValidModule module = Modules.of(CALLEE + "(func (param i32) (loop (drop (call $f (local.get 0) (f64.const 1)))"
                + "(br_if 0 (local.get 0))))");
        byte[] bytes = FunctionCompiler.compile(
                module, 1, Liveness.of(module, 1), -1, CompileBudget.MOST_METHOD_BYTES, Metering.WRITTEN);
        Bytes with = Objects.requireNonNull(
                CodeSize.of(module, 1, Liveness.of(module, 1)).with());
        assertThat(with.method()).isEqualTo(FunctionCompiler.codeBytes(bytes));
        assertThat(ClassFile.of().parse(bytes).methods().stream()
                        .map(MethodModel::methodName)
                        .map(Object::toString))
                .as("what leads to the method is beside it")
                .contains(FunctionCompiler.RUN);
        assertThat(with.beside()).isPositive();
    }

    /** Loops are written several times, but not where the function would no longer be one method. */
    @Test
    void a_function_is_written_briefly_rather_than_in_parts() throws Exception {
        String loop = "(loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))";
        byte[] few = compiled(loop.repeat(10), Metering.WRITTEN);
        assertThat(few.length).isGreaterThan(compiled(loop.repeat(10), Metering.WRITTEN_BRIEFLY).length);
        byte[] many = compiled(loop.repeat(100), Metering.WRITTEN);
        assertThat(FunctionCompiler.isInParts(many)).isFalse();
        assertThat(many).isEqualTo(compiled(loop.repeat(100), Metering.WRITTEN_BRIEFLY));
    }

    private static byte[] compiled(String body, Metering metering) throws Exception {
        ValidModule module = Modules.of("(func (param i32) " + body + ")");
        return FunctionCompiler.compile(
                module, 0, Liveness.of(module, 0), -1, CompileBudget.MOST_METHOD_BYTES, metering);
    }

    @Test
    void a_function_that_cannot_be_compiled_has_a_reason_and_no_size() {
        CodeSize size = size("(func (param " + "i64 ".repeat(101) + "))");
        assertThat(size.refusal()).isEqualTo("202 variables for parameters, more than 200");
        assertThat(size.with()).isNull();
        assertThat(size.without()).isNull();
    }

    @Test
    void all_parts_of_a_function_are_counted() {
        CodeSize size =
                size("(func $f (param i32) " + "(if (local.get 0) (then (call $f (local.get 0))))".repeat(260) + ")");
        assertThat(size.refusal()).isNull();
        assertThat(Objects.requireNonNull(size.with()).method()).isGreaterThan(CompileBudget.MOST_METHOD_BYTES);
    }
}
