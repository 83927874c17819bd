package dev.tally.core.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.CodeBuilder;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A module at a limit passes, one beyond it is refused with the limit's name. */
final class LimitsTest {
    /** Two of everything, but six locals, frames of ten slots, and bodies of eight bytes. */
    private static final ModuleLimits TWO = new ModuleLimits(2, 2, 2, 2, 2, 2, 2, 2, 2, 6, 10, 1, 8, 1000);

    private static ModuleBuilder module() {
        return new ModuleBuilder();
    }

    private static ModuleBuilder function() {
        return module().type(FunctionType.of());
    }

    /** Its function 0 and functions of its type 1 return two values. */
    private static ModuleBuilder calls() {
        return function()
                .type(FunctionType.of().returning(ValueType.I32, ValueType.I32))
                .imported("", "", 0, 1);
    }

    static Stream<Arguments> modules() {
        ValueType i32 = ValueType.I32;
        String three = "i32 i32 i32";
        return Stream.of(
                at("types", module().type(FunctionType.of()).type(FunctionType.of())),
                beyond("types", function().type(FunctionType.of()).type(FunctionType.of())),
                at("functions", function().imported("", "", 0, 0).function(0, "")),
                beyond(
                        "functions",
                        function().imported("", "", 0, 0).function(0, "").function(0, "")),
                at("imports", function().imported("", "", 0, 0).imported("", "", 2, 0, 1)),
                beyond(
                        "imports",
                        function()
                                .imported("", "", 0, 0)
                                .imported("", "", 2, 0, 1)
                                .imported("", "", 2, 0, 1)),
                at("exports", module().memory(0).export("a", ExternalKind.MEMORY, 0)),
                beyond(
                        "exports",
                        module().memory(0)
                                .export("a", ExternalKind.MEMORY, 0)
                                .export("b", ExternalKind.MEMORY, 0)
                                .export("c", ExternalKind.MEMORY, 0)),
                at("globals", module().imported("", "", 3, 0x7F, 0).global(i32, false, "i32.const 0")),
                beyond(
                        "globals",
                        module().imported("", "", 3, 0x7F, 0)
                                .global(i32, false, "i32.const 0")
                                .global(i32, false, "i32.const 0")),
                at("tables", module().imported("", "", 1, 0x70, 0, 0).table(ValueType.FUNCREF, 0)),
                beyond(
                        "tables",
                        module().imported("", "", 1, 0x70, 0, 0)
                                .table(ValueType.FUNCREF, 0)
                                .table(ValueType.FUNCREF, 0)),
                at("memories", module().imported("", "", 2, 0, 1).memory(0)),
                beyond("memories", module().imported("", "", 2, 0, 1).memory(0).memory(0)),
                at(
                        "segments",
                        function()
                                .function(0, "")
                                .declared(0)
                                .declared(0)
                                .passiveData(1)
                                .passiveData(1)),
                beyond(
                        "segments",
                        function().function(0, "").declared(0).declared(0).declared(0)),
                beyond("segments", module().passiveData(1).passiveData(1).passiveData(1)),
                at("parameters", module().type(FunctionType.of(i32, i32).returning(i32, i32))),
                beyond("parameters", module().type(FunctionType.of(i32, i32, i32))),
                beyond("parameters", module().type(FunctionType.of().returning(i32, i32, i32))),
                at("locals", module().type(FunctionType.of(i32, i32)).function(0, three + " i32", "")),
                beyond("locals", module().type(FunctionType.of(i32, i32)).function(0, three + " i32 i32", "")),
                beyond("locals", function().function(0, three + " " + three + " i32", "")),
                at("frameSlots", calls().function(1, three + " i32", "call 0; call 0; return")),
                beyond("frameSlots", calls().function(1, three + " i32 i32", "call 0; call 0; return")),
                beyond("frameSlots", calls().function(1, three + " i32", "call 0; call 0; call 0")),
                at("bodyBytes", function().function(0, "nop; nop; nop; nop; nop; nop; nop")),
                beyond("bodyBytes", function().function(0, "nop; nop; nop; nop; nop; nop; nop; nop")));
    }

    private static Arguments at(String limit, ModuleBuilder module) {
        return Arguments.of(limit, true, module.build());
    }

    private static Arguments beyond(String limit, ModuleBuilder module) {
        return Arguments.of(limit, false, module.build());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_may_reach_a_limit_but_not_exceed_it(String limit, boolean within, byte[] module) {
        if (within) {
            assertThatCode(() -> validate(module, TWO)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> validate(module, TWO)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
                assertThat(refusal.kind()).isEqualTo(Kind.LIMIT);
                assertThat(refusal.reason()).matches(limit + " \\d+ exceeds \\d+");
            });
        }
    }

    @Test
    void operands_passed_on_in_lists_are_limited_by_the_bytes_of_the_code() {
        assertThatCode(() -> validate(withBranches(100).build(), ModuleLimits.defaults()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> validate(withBranches(10_000).build(), ModuleLimits.defaults()))
                .isInstanceOfSatisfying(ModuleException.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Kind.LIMIT);
                    assertThat(refusal.reason()).startsWith("operandsPerByte: passed operands ");
                });
    }

    @Test
    void limits_that_contradict_each_other_are_no_limits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModuleLimits(1, 1, 1, 1, 1, 1, 1, 1, 1, 10, 11, 1, 1, 1))
                .withMessage("locals 10 do not fit into frameSlots 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModuleLimits(1, 1, 1, 1, 1, 1, 1, 1, 1, 10, 65_536, 1, 1, 1))
                .withMessageContaining("65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModuleLimits(1, 1, 1, 1, 1, 1, 1, 1, 11, 10, 100, 1, 1, 1))
                .withMessage("parameters 11 exceed locals 10");
    }

    /** A function with so many conditional branches that each take a thousand operands along. */
    private static ModuleBuilder withBranches(int count) {
        ValueType[] results = new ValueType[1_000];
        Arrays.fill(results, ValueType.I32);
        return new ModuleBuilder()
                .type(FunctionType.of().returning(results))
                .function(
                        0,
                        "",
                        new CodeBuilder()
                                .op(Opcode.UNREACHABLE)
                                .repeat(count, Opcode.BR_IF, 0)
                                .end());
    }

    private static void validate(byte[] module, ModuleLimits limits) {
        Validator.validate(BinaryReader.read(module, limits), limits);
    }
}
