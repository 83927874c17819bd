package dev.tally.core.validate;

import static dev.tally.core.type.ValueType.EXTERNREF;
import static dev.tally.core.type.ValueType.FUNCREF;
import static dev.tally.core.type.ValueType.I32;
import static dev.tally.core.type.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.ByteWriter;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.assembly.SampleModules;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
import org.junit.jupiter.api.Test;

/** The rules for everything outside of bodies. */
final class ModuleRulesTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();

    @Test
    void the_samples_are_valid() {
        for (byte[] module : SampleModules.all()) {
            assertThatCode(() -> validate(module)).doesNotThrowAnyException();
        }
    }

    @Test
    void what_is_valid_knows_its_index_spaces() {
        ValidModule module = validate(SampleModules.everySection());
        assertThat(module.spaces().importedFunctions()).isEqualTo(1);
        assertThat(module.spaces().functions()).hasSize(3);
        assertThat(module.spaces().tables()).hasSize(3);
        assertThat(module.operandSlots(1)).isEqualTo(3);
    }

    @Test
    void a_function_of_an_unknown_type_is_invalid() {
        assertInvalid(
                "unknown type 1", new ModuleBuilder().type(FunctionType.of()).function(1, ""));
    }

    @Test
    void sizes_have_an_order_and_an_upper_bound() {
        assertInvalid("size minimum must not be greater than maximum: 2 and 1", memory(0x01, 2, 1));
        assertInvalid("memory size must be at most 65536 pages (4GiB), not 65537", memory(0x00, 65_537));
        assertInvalid("memory size must be at most 65536 pages", memory(0x01, 0, 65_537));
        assertInvalid("memory size must be at most 65536 pages", memory(0x01, -1, -1));
        assertValid(memory(0x01, 65_536, 65_536));
        assertInvalid("size minimum must not be greater than maximum: 1 and 0", table(0x01, 1, 0));
        assertInvalid("table size must be at most 2^32-1, not 4294967296", table(0x00, 1L << 32));
        assertValid(table(0x01, 0xFFFF_FFFFL, 0xFFFF_FFFFL));
        assertInvalid(
                "size minimum must not be greater than maximum",
                new ModuleBuilder().imported("m", "n", 0x02, 0x01, 0x02, 0x01));
        assertInvalid(
                "size minimum must not be greater than maximum",
                new ModuleBuilder().imported("m", "n", 0x01, 0x70, 0x01, 0x02, 0x01));
    }

    private static ModuleBuilder memory(int flags, long... sizes) {
        return new ModuleBuilder().entry(Section.MEMORY, sizes(new ByteWriter().put(flags), sizes));
    }

    private static ModuleBuilder table(int flags, long... sizes) {
        return new ModuleBuilder().entry(Section.TABLE, sizes(new ByteWriter().put(0x70, flags), sizes));
    }

    private static byte[] sizes(ByteWriter out, long... sizes) {
        for (long size : sizes) {
            out.unsigned(size);
        }
        return out.toByteArray();
    }

    @Test
    void a_table_of_references_that_are_never_null_needs_an_initializer() {
        assertInvalid(
                "type mismatch: a table without initializer requires a nullable type but has (ref func)",
                new ModuleBuilder().table(FUNCREF.nonNull(), 0));
        assertInvalid(
                "type mismatch",
                new ModuleBuilder().entry(Section.TABLE, 0x40, 0x00, 0x64, 0x70, 0x00, 0x01, 0xD0, 0x70, 0x0B));
        assertValid(new ModuleBuilder()
                .type(FunctionType.of())
                .function(0, "")
                .entry(Section.TABLE, 0x40, 0x00, 0x64, 0x70, 0x00, 0x01, 0xD2, 0x00, 0x0B));
    }

    @Test
    void a_table_initializer_sees_imported_globals_alone() {
        assertValid(new ModuleBuilder()
                .imported("m", "n", 0x03, 0x70, 0x00)
                .entry(Section.TABLE, 0x40, 0x00, 0x70, 0x00, 0x01, 0x23, 0x00, 0x0B));
        assertInvalid(
                "unknown global 0",
                new ModuleBuilder()
                        .entry(Section.TABLE, 0x40, 0x00, 0x70, 0x00, 0x01, 0x23, 0x00, 0x0B)
                        .global(FUNCREF, false, "ref.null func"));
    }

    @Test
    void constant_expressions_compute_with_constants_alone() {
        assertValid(new ModuleBuilder().global(I64, false, "i64.const 6; i64.const 7; i64.mul; i64.const 1; i64.sub"));
        assertInvalid(
                "constant expression required, not i32.and",
                new ModuleBuilder().global(I32, false, "i32.const 1; i32.const 2; i32.and"));
        assertInvalid(
                "constant expression required, not nop", new ModuleBuilder().global(I32, false, "nop; i32.const 1"));
        assertInvalid(
                "constant expression required, not block", new ModuleBuilder().global(I32, false, "block i32; end"));
        assertInvalid(
                "constant expression required, not unreachable", new ModuleBuilder().global(I32, false, "unreachable"));
        assertInvalid(
                "constant expression required, not data.drop", new ModuleBuilder().global(I32, false, "data.drop 0"));
    }

    @Test
    void constant_expressions_leave_one_value_of_the_right_type() {
        assertInvalid("type mismatch", new ModuleBuilder().global(I32, false, ""));
        assertInvalid("type mismatch", new ModuleBuilder().global(I32, false, "i64.const 0"));
        assertInvalid("type mismatch", new ModuleBuilder().global(I32, false, "i32.const 0; i32.const 0"));
        assertInvalid("type mismatch", new ModuleBuilder().global(I32, false, "i32.const 0; i32.add"));
        assertInvalid("type mismatch", new ModuleBuilder().global(EXTERNREF, false, "ref.null func"));
        assertInvalid("type mismatch", new ModuleBuilder().global(FUNCREF.nonNull(), false, "ref.null func"));
    }

    @Test
    void a_global_may_be_computed_from_immutable_ones_before_it() {
        assertValid(new ModuleBuilder().global(I32, false, "i32.const 0").global(I32, true, "global.get 0"));
        assertInvalid(
                "constant expression required, not global.get",
                new ModuleBuilder().global(I32, true, "i32.const 0").global(I32, false, "global.get 0"));
        assertInvalid("unknown global 0", new ModuleBuilder().global(I32, false, "global.get 0"));
        assertInvalid(
                "unknown global 1",
                new ModuleBuilder().global(I32, false, "global.get 1").global(I32, false, "i32.const 0"));
        assertInvalid("unknown global 9", new ModuleBuilder().global(I32, false, "global.get 9"));
    }

    @Test
    void a_function_that_a_constant_refers_to_exists_and_is_declared_by_that() {
        assertInvalid("unknown function 0", new ModuleBuilder().global(FUNCREF, false, "ref.func 0"));
        assertValid(new ModuleBuilder()
                .type(FunctionType.of())
                .function(0, "ref.func 0; drop")
                .global(FUNCREF, false, "ref.func 0"));
    }

    @Test
    void exports_name_what_exists_and_have_names_of_their_own() {
        assertInvalid("unknown function 0", new ModuleBuilder().export("x", ExternalKind.FUNCTION, 0));
        assertInvalid("unknown table 0", new ModuleBuilder().export("x", ExternalKind.TABLE, 0));
        assertInvalid("unknown memory 0", new ModuleBuilder().export("x", ExternalKind.MEMORY, 0));
        assertInvalid("unknown global 0", new ModuleBuilder().export("x", ExternalKind.GLOBAL, 0));
        assertInvalid(
                "duplicate export name \"x\"",
                new ModuleBuilder()
                        .memory(0)
                        .table(FUNCREF, 0)
                        .export("x", ExternalKind.MEMORY, 0)
                        .export("x", ExternalKind.TABLE, 0));
    }

    @Test
    void an_exported_function_may_be_referred_to_but_the_start_function_may_not() {
        assertValid(new ModuleBuilder()
                .type(FunctionType.of())
                .function(0, "ref.func 0; drop")
                .export("f", ExternalKind.FUNCTION, 0));
        assertInvalid(
                "undeclared function reference 0",
                new ModuleBuilder()
                        .type(FunctionType.of())
                        .function(0, "ref.func 0; drop")
                        .start(0));
    }

    @Test
    void the_start_function_exists_and_takes_and_returns_nothing() {
        assertInvalid("unknown function 0", new ModuleBuilder().start(0));
        assertInvalid(
                "start function must be of type [] -> [], not [i32] -> []",
                new ModuleBuilder().type(FunctionType.of(I32)).function(0, "").start(0));
        assertInvalid("unknown function 2147483647", new ModuleBuilder().start(0xFFFF_FFFFL));
    }

    @Test
    void element_segments_fit_their_table() {
        assertInvalid("unknown table 0", new ModuleBuilder().entry(Section.ELEMENT, 0x00, 0x41, 0x00, 0x0B, 0x00));
        assertInvalid(
                "type mismatch: table 0 requires externref but has (ref func)",
                new ModuleBuilder().table(EXTERNREF, 0).entry(Section.ELEMENT, 0x00, 0x41, 0x00, 0x0B, 0x00));
        assertInvalid(
                "type mismatch",
                new ModuleBuilder().table(FUNCREF, 0).entry(Section.ELEMENT, 0x00, 0x42, 0x00, 0x0B, 0x00));
        assertInvalid("type mismatch", new ModuleBuilder().entry(Section.ELEMENT, 0x05, 0x70, 0x01, 0xD0, 0x6F, 0x0B));
        assertInvalid("unknown function 5", new ModuleBuilder().entry(Section.ELEMENT, 0x01, 0x00, 0x01, 0x05));
    }

    @Test
    void data_segments_fit_their_memory() {
        assertInvalid("unknown memory 0", new ModuleBuilder().entry(Section.DATA, 0x00, 0x41, 0x00, 0x0B, 0x00));
        assertInvalid("type mismatch", new ModuleBuilder().memory(0).entry(Section.DATA, 0x00, 0x42, 0x00, 0x0B, 0x00));
        assertInvalid(
                "unknown memory 1",
                new ModuleBuilder().memory(0).entry(Section.DATA, 0x02, 0x01, 0x41, 0x00, 0x0B, 0x00));
    }

    @Test
    void a_fault_outside_of_functions_is_told_with_the_entry_it_is_in() {
        byte[] module = new ModuleBuilder()
                .memory(0)
                .export("memory", ExternalKind.MEMORY, 0)
                .export("none", ExternalKind.TABLE, 0)
                .build();
        assertThatThrownBy(() -> validate(module)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.function()).isEqualTo(-1);
            assertThat(refusal.offset()).isEqualTo(module.length - 7);
        });
    }

    private static void assertValid(ModuleBuilder module) {
        assertThatCode(() -> validate(module.build())).doesNotThrowAnyException();
    }

    private static void assertInvalid(String reason, ModuleBuilder module) {
        assertThatThrownBy(() -> validate(module.build())).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).startsWith(reason);
            assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
        });
    }

    private static ValidModule validate(byte[] module) {
        return Validator.validate(BinaryReader.read(module, LIMITS), LIMITS);
    }
}
