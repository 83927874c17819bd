package dev.tally.runtime.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runtime.ops.Numeric;
import dev.tally.runtime.ops.ResumableOperations;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What HotSpot makes of a method depends on its size. */
final class InterpreterSizeTest {
    /** HotSpot compiles nothing larger. */
    private static final int HUGE_METHOD_BYTES = 8_000;

    /** HotSpot inlines nothing larger. */
    private static final int FREQUENT_INLINE_BYTES = 325;

    @Test
    void the_loop_is_small_enough_to_be_compiled() throws Exception {
        assertThat(largestMethod(Interpreter.class)).isBetween(HUGE_METHOD_BYTES / 4, HUGE_METHOD_BYTES - 1);
    }

    /** What HotSpot takes into a method counts against the same limit, but for methods that it knows. */
    @Test
    void what_takes_floats_apart_is_known_to_hotspot() throws Exception {
        assertThat(modelOf(Interpreter.class).constantPool())
                .filteredOn(ClassEntry.class::isInstance)
                .extracting(entry -> ((ClassEntry) entry).asInternalName())
                .contains("java/lang/Double", "java/lang/Float")
                .doesNotContain(Numeric.class.getName().replace('.', '/'));
    }

    @Test
    void operations_of_several_steps_are_too_large_to_be_inlined_where_compiled_code_calls_them() throws Exception {
        assertThat(largestMethod(ResumableOperations.class))
                .isBetween(FREQUENT_INLINE_BYTES + 1, HUGE_METHOD_BYTES - 1);
    }

    /** The bytes of bytecode of the largest method of a class. */
    private static int largestMethod(Class<?> type) throws Exception {
        int largest = 0;
        for (MethodModel method : modelOf(type).methods()) {
            if (method.code().orElse(null) instanceof CodeAttribute code) {
                largest = Math.max(largest, code.codeLength());
            }
        }
        return largest;
    }

    private static ClassModel modelOf(Class<?> type) throws Exception {
        try (InputStream file = Objects.requireNonNull(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
            return ClassFile.of().parse(file.readAllBytes());
        }
    }
}
