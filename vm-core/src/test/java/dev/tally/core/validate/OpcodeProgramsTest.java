package dev.tally.core.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.Assembler;
import dev.tally.core.assembly.OpcodePrograms;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every opcode of the table in a program that is valid and in one that is not. */
final class OpcodeProgramsTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();

    @ParameterizedTest
    @EnumSource
    void a_right_use_of_the_opcode_is_valid(Opcode opcode) {
        String program = OpcodePrograms.valid(opcode);
        assertThat(uses(program, opcode)).isTrue();
        ValidModule module = validate(program);
        assertThat(module.definition().functions()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_use_of_the_opcode_is_invalid(Opcode opcode) {
        String program = OpcodePrograms.invalid(opcode);
        assertThat(uses(program, opcode)).isTrue();
        assertThatThrownBy(() -> validate(program)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
            assertThat(refusal.function()).isEqualTo(2);
        });
    }

    private static ValidModule validate(String program) {
        byte[] bytes = OpcodePrograms.module(List.of(program)).build();
        return Validator.validate(BinaryReader.read(bytes, LIMITS), LIMITS);
    }

    private static boolean uses(String program, Opcode opcode) {
        InstructionReader reader =
                new InstructionReader(new Code(Assembler.assemble(program).toByteArray(), 0), 0);
        while (reader.hasNext()) {
            if (reader.next() == opcode) {
                return true;
            }
        }
        return false;
    }
}
