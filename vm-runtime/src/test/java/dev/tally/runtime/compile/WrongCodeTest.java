package dev.tally.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.ModuleLimits;
import dev.tally.core.TrapKind;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import dev.tally.core.validate.ValidModule;
import dev.tally.core.validate.Validator;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.code.Liveness;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.ConstantInstruction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mistake in the compiler could do: code that reaches for another place than it should meets the end of the arena. */
final class WrongCodeTest {
    private static final int OFFSET = 0x1234;

    private static final String TEXT = """
        (module
          (memory (export "memory") 1)
          (func (export "run") (param i32) (result i32)
            (i32.store offset=0x1234 (local.get 0) (i32.const 7))
            (i32.load offset=0x1234 (local.get 0))))\
        """;

    @TempDir
    private Path directory;

    private static byte[] withOffset(byte[] right, int offset) {
        ClassFile classes = ClassFile.of();
        return classes.transformClass(classes.parse(right), ClassTransform.transformingMethodBodies((code, element) -> {
            if (element instanceof ConstantInstruction constant
                    && constant.constantValue().equals(OFFSET)) {
                code.loadConstant(offset);
            } else {
                code.with(element);
            }
        }));
    }

    private Guest guestWithOffset(int offset) throws Exception {
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        ModuleLimits limits = ModuleLimits.defaults();
        byte[] binary = BinaryWriter.write(TextReader.read(text, limits).definition());
        ValidModule module = Validator.validate(BinaryReader.read(binary, limits), limits);
        int most = CompileBudget.MOST_METHOD_BYTES;
        byte[] right = FunctionCompiler.compile(module, 0, Liveness.of(module, 0), -1, most, Metering.WRITTEN);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(binary));
        Objects.requireNonNull(new CodeCache(directory).of(digest, most)).keep(0, -1, withOffset(right, offset));
        Engine engine = Engine.create().keepingCodeIn(directory);
        Guest guest = engine.spawn(engine.load(binary), Imports.none(), Limits.defaults());
        guest.runIn(Engine.Tier.COMPILED, 0);
        guest.call("run", 0);
        return guest;
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -100_000, Integer.MIN_VALUE, Integer.MAX_VALUE - 8, 1 << 20, 65_534})
    void a_wrong_offset_beyond_the_memory_traps(int offset) throws Exception {
        Guest guest = guestWithOffset(offset);
        assertThat(guest.tick(1_000)).isEqualTo(TickOutcome.TRAPPED);
        assertThat(Objects.requireNonNull(guest.trap()).kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
    }

    @ParameterizedTest
    @ValueSource(ints = {OFFSET, 8})
    void an_offset_within_the_memory_is_that_of_the_guest_itself(int offset) throws Exception {
        Guest guest = guestWithOffset(offset);
        assertThat(guest.tick(1_000)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultInt(0)).isEqualTo(7);
        assertThat(guest.memory("memory").getInt(offset)).isEqualTo(7);
    }
}
