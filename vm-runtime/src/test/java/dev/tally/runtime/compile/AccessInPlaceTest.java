package dev.tally.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Liveness;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import org.junit.jupiter.api.Test;

/** When the accesses of a function are written in their places. */
final class AccessInPlaceTest {
    private static final String STORE = "(i32.store offset=8 (local.get 0) (i32.const 1))";

    /** How many accesses of a function are calls. */
    private static long calls(String body) throws Exception {
        ValidModule module =
                Modules.of("(memory 1) (func $leaf (param i32)" + STORE + ") (func (param i32)" + body + ")");
        byte[] bytes = FunctionCompiler.compile(
                module, 1, Liveness.of(module, 1), -1, CompileBudget.MOST_METHOD_BYTES, Metering.WRITTEN);
        return ClassFile.of().parse(bytes).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .filter(element -> element instanceof InvokeInstruction call
                        && call.owner().asSymbol().equals(Descriptors.of(LinearAccess.class))
                        && call.name().equalsString("store32"))
                .count();
    }

    @Test
    void few_are_calls_and_of_many_none() throws Exception {
        assertThat(calls(STORE.repeat(60))).isEqualTo(60);
        assertThat(calls(STORE.repeat(61))).isZero();
    }

    @Test
    void what_is_written_in_the_place_of_calls_counts() throws Exception {
        String calls = "(call $leaf (local.get 0))";
        assertThat(calls(STORE.repeat(50) + calls.repeat(10))).isEqualTo(60);
        assertThat(calls(STORE.repeat(50) + calls.repeat(11))).isZero();
    }
}
