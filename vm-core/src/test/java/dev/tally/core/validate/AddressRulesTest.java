package dev.tally.core.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.ByteWriter;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ValueType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several memories and tables, of 32 and of 64 bits: memory and table 0 are narrow, memory and table 1 are wide. */
final class AddressRulesTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();

    static Stream<Opcode> addressed() {
        return Arrays.stream(Opcode.values()).filter(Opcode::hasAddress);
    }

    @ParameterizedTest
    @MethodSource("addressed")
    void an_address_has_the_type_that_memory_or_table_say(Opcode opcode) {
        assertValid(program(opcode, NumberType.I32, 0));
        assertValid(program(opcode, NumberType.I64, 1));
        assertInvalid("type mismatch", program(opcode, NumberType.I32, 1));
        assertInvalid("type mismatch", program(opcode, NumberType.I64, 0));
    }

    /** Operands for addresses of one type, the opcode on memory or table {@code index}, and a use of its results. */
    private static String program(Opcode opcode, NumberType address, int index) {
        StringBuilder program = new StringBuilder();
        opcode.parameters(address).forEach(type -> program.append(type).append(".const 0; "));
        program.append(opcode.mnemonic());
        if (opcode.immediates().isMemoryAccess()) {
            program.append(" 0 0 ").append(index);
        } else if (opcode == Opcode.MEMORY_INIT || opcode == Opcode.TABLE_INIT) {
            program.append(" 0 ").append(index);
        } else {
            program.append(' ').append(index);
        }
        for (ValueType result : opcode.results(address)) {
            boolean integer = result.equals(ValueType.I32) || result.equals(ValueType.I64);
            program.append(integer ? "; " + result + ".eqz; drop" : "; drop");
        }
        return program.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i64.const 0; table.get 1; drop",
                "i64.const 0; ref.null func; table.set 1",
                "ref.null func; i64.const 0; table.grow 1; i64.eqz; drop",
                "i64.const 0; ref.null func; i64.const 0; table.fill 1",
                "i64.const 0; call_indirect 0 1",
                "i64.const 0; return_call_indirect 0 1",
                "i32.const 0; i32.const 0; i32.const 0; memory.copy 0 0",
                "i64.const 0; i64.const 0; i64.const 0; memory.copy 1 1",
                "i32.const 0; i64.const 0; i32.const 0; memory.copy 0 1",
                "i64.const 0; i32.const 0; i32.const 0; memory.copy 1 0",
                "i32.const 0; i64.const 0; i32.const 0; table.copy 0 1",
                "i64.const 0; i32.const 0; i32.const 0; table.copy 1 0",
                "i64.const 0; i64.const 0; i64.const 0; table.copy 1 1",
                "i64.const 0; i32.load 2 4294967296 1; drop",
                "i64.const 0; i32.load 2 -1 1; drop",
            })
    void what_takes_an_address_takes_a_wide_one_where_memory_or_table_are_wide(String body) {
        assertValid(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        i32.const 0; table.get 1; drop                            | type mismatch
        i32.const 0; ref.null func; table.set 1                   | type mismatch
        ref.null func; i32.const 0; table.grow 1; drop            | type mismatch
        ref.null func; i64.const 0; table.grow 1; i32.eqz; drop   | type mismatch
        i64.const 0; ref.null func; i32.const 0; table.fill 1     | type mismatch
        i32.const 0; call_indirect 0 1                            | type mismatch
        i32.const 0; return_call_indirect 0 1                     | type mismatch
        i64.const 0; i64.const 0; i32.const 0; memory.copy 1 1    | type mismatch
        i64.const 0; i32.const 0; i64.const 0; memory.copy 1 0    | type mismatch
        i32.const 0; i64.const 0; i64.const 0; memory.copy 0 1    | type mismatch
        i64.const 0; i32.const 0; i32.const 0; memory.copy 0 1    | type mismatch
        i64.const 0; i32.const 0; i64.const 0; table.copy 1 0     | type mismatch
        i32.const 0; i64.const 0; i64.const 0; table.copy 0 1     | type mismatch
        i32.const 0; i32.load 2 4294967296; drop                  | offset out of range
        i32.const 0; i32.load 2 0 2; drop                         | unknown memory 2
        i64.const 0; i32.load 3 0 1; drop                         | alignment must not be larger than natural
        """)
    void an_address_of_the_wrong_type_is_invalid(String body, String reason) {
        assertInvalid(reason, body);
    }

    @Test
    void segments_begin_at_an_address_of_their_memory_or_table() {
        assertValid(module().entry(Section.DATA, 0x02, 0x01, 0x42, 0x00, 0x0B, 0x00));
        assertInvalid("type mismatch", module().entry(Section.DATA, 0x02, 0x01, 0x41, 0x00, 0x0B, 0x00));
        assertInvalid("type mismatch", module().entry(Section.DATA, 0x02, 0x00, 0x42, 0x00, 0x0B, 0x00));
        assertInvalid("unknown memory 2", module().entry(Section.DATA, 0x02, 0x02, 0x42, 0x00, 0x0B, 0x00));
        assertValid(module().entry(Section.ELEMENT, 0x02, 0x01, 0x42, 0x00, 0x0B, 0x00, 0x00));
        assertInvalid("type mismatch", module().entry(Section.ELEMENT, 0x02, 0x01, 0x41, 0x00, 0x0B, 0x00, 0x00));
    }

    @Test
    void wide_sizes_have_an_order_and_bounds_of_their_own() {
        assertValid(memory(0x05, 1L << 48, 1L << 48));
        assertInvalid("memory size must be at most 2^48 pages", memory(0x04, (1L << 48) + 1));
        assertInvalid("memory size must be at most 2^48 pages", memory(0x05, 0, -1));
        assertInvalid("size minimum must not be greater than maximum: 2 and 1", memory(0x05, 2, 1));
        assertValid(table(0x05, -1, -1));
        assertValid(table(0x05, 0, -1));
        assertInvalid("size minimum must not be greater than maximum: 18446744073709551615 and 1", table(0x05, -1, 1));
    }

    private static ModuleBuilder memory(int flags, long... sizes) {
        ByteWriter out = new ByteWriter().put(flags);
        Arrays.stream(sizes).forEach(out::unsigned);
        return new ModuleBuilder().entry(Section.MEMORY, out.toByteArray());
    }

    private static ModuleBuilder table(int flags, long... sizes) {
        ByteWriter out = new ByteWriter().put(0x70, flags);
        Arrays.stream(sizes).forEach(out::unsigned);
        return new ModuleBuilder().entry(Section.TABLE, out.toByteArray());
    }

    private static ModuleBuilder module() {
        return new ModuleBuilder()
                .type(FunctionType.of())
                .table(ValueType.FUNCREF, 1)
                .entry(Section.TABLE, 0x70, 0x04, 0x01)
                .memory(1)
                .entry(Section.MEMORY, 0x04, 0x01);
    }

    private static ModuleBuilder withBody(String body) {
        return module().entry(Section.ELEMENT, 0x05, 0x70, 0x00)
                .dataCount(1)
                .passiveData(1, 2, 3)
                .function(0, body);
    }

    private static void assertValid(String body) {
        assertValid(withBody(body));
    }

    private static void assertInvalid(String reason, String body) {
        assertInvalid(reason, withBody(body));
    }

    private static void assertValid(ModuleBuilder module) {
        assertThatCode(() -> validate(module)).doesNotThrowAnyException();
    }

    private static void assertInvalid(String reason, ModuleBuilder module) {
        assertThatThrownBy(() -> validate(module)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).startsWith(reason);
            assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
        });
    }

    private static void validate(ModuleBuilder module) {
        Validator.validate(BinaryReader.read(module.build(), LIMITS), LIMITS);
    }
}
