package dev.tally.runtime.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** HotSpot compiles no method of more than 8,000 bytes of bytecode: the loop must stay below that. */
final class InterpreterSizeTest {
    private static final int HUGE_METHOD_BYTES = 8_000;

    @Test
    void the_loop_is_small_enough_to_be_compiled() throws Exception {
        int largest = 0;
        try (InputStream file = Objects.requireNonNull(Interpreter.class.getResourceAsStream("Interpreter.class"))) {
            ClassModel model = ClassFile.of().parse(file.readAllBytes());
            for (MethodModel method : model.methods()) {
                if (method.code().orElse(null) instanceof CodeAttribute code) {
                    largest = Math.max(largest, code.codeLength());
                }
            }
        }
        assertThat(largest).isBetween(HUGE_METHOD_BYTES / 4, HUGE_METHOD_BYTES - 1);
    }
}
