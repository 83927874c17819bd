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
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import org.junit.jupiter.api.Test;

/** The rules for the type section, and for everything that refers to its types. */
final class TypeRulesTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();
    private static final ReferenceType TO_0 = new ReferenceType(false, new HeapType(0));
    private static final ReferenceType TO_9 = new ReferenceType(true, new HeapType(9));

    @Test
    void a_type_refers_to_its_own_group_and_to_those_before_it() {
        assertValid(types(0x4E, 0x02, 0x60, 0x01, 0x64, 0x01, 0x00, 0x60, 0x00, 0x01, 0x63, 0x00));
        assertValid(types(0x60, 0x01, 0x64, 0x00, 0x00).type(FunctionType.of(TO_0)));
        assertInvalid("unknown type 1", types(0x60, 0x01, 0x64, 0x01, 0x00).type(FunctionType.of()));
        assertInvalid("unknown type 1", types(0x5F, 0x01, 0x64, 0x01, 0x00).type(FunctionType.of()));
        assertInvalid("unknown type 1", types(0x5E, 0x64, 0x01, 0x00).type(FunctionType.of()));
        assertInvalid("unknown type 1", types(0x60, 0x00, 0x01, 0x63, 0x01).type(FunctionType.of()));
    }

    @Test
    void a_supertype_stands_before_its_subtype_and_is_open_and_matches() {
        assertValid(types(0x50, 0x00, 0x60, 0x00, 0x00).entry(Section.TYPE, 0x4F, 0x01, 0x00, 0x60, 0x00, 0x00));
        assertValid(types(0x50, 0x00, 0x60, 0x00, 0x01, 0x70)
                .entry(Section.TYPE, 0x50, 0x01, 0x00, 0x60, 0x00, 0x01, 0x64, 0x00));
        assertValid(types(0x4E, 0x02, 0x50, 0x00, 0x5F, 0x00, 0x4F, 0x01, 0x00, 0x5F, 0x01, 0x63, 0x01, 0x00));
        assertInvalid("sub type 0 uses type 0 before it is defined", types(0x50, 0x01, 0x00, 0x60, 0x00, 0x00));
        assertInvalid(
                "sub type 0 uses type 1 before it is defined",
                types(0x4E, 0x02, 0x50, 0x01, 0x01, 0x60, 0x00, 0x00, 0x50, 0x00, 0x60, 0x00, 0x00));
        assertInvalid("unknown type 3", types(0x50, 0x01, 0x03, 0x60, 0x00, 0x00));
        assertInvalid(
                "sub type 1 has a final supertype",
                types(0x60, 0x00, 0x00).entry(Section.TYPE, 0x4F, 0x01, 0x00, 0x60, 0x00, 0x00));
        assertInvalid(
                "sub type 1 does not match super type 0",
                types(0x50, 0x00, 0x60, 0x00, 0x00).entry(Section.TYPE, 0x4F, 0x01, 0x00, 0x60, 0x01, 0x7F, 0x00));
        assertInvalid(
                "sub type 1 does not match super type 0",
                types(0x50, 0x00, 0x5F, 0x00).entry(Section.TYPE, 0x4F, 0x01, 0x00, 0x5E, 0x7F, 0x00));
        assertInvalid(
                "sub type 2 has more than one supertype",
                types(0x50, 0x00, 0x60, 0x00, 0x00)
                        .entry(Section.TYPE, 0x50, 0x00, 0x60, 0x00, 0x00)
                        .entry(Section.TYPE, 0x50, 0x02, 0x00, 0x01, 0x60, 0x00, 0x00));
    }

    @Test
    void types_stand_above_each_other_up_to_a_limit() {
        assertValid(tower(ModuleLimits.SUPERTYPE_DEPTH));
        assertThatThrownBy(() -> validate(tower(ModuleLimits.SUPERTYPE_DEPTH + 1)))
                .isInstanceOfSatisfying(ModuleException.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Kind.LIMIT);
                    assertThat(refusal.reason()).isEqualTo("supertypes 64 exceeds 63");
                });
    }

    @Test
    void types_of_one_group_stand_above_each_other_up_to_the_same_limit() {
        assertThatThrownBy(() -> validate(towerInOneGroup(10_000)))
                .isInstanceOfSatisfying(
                        ModuleException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo("supertypes 64 exceeds 63"));
        assertValid(towerInOneGroup(ModuleLimits.SUPERTYPE_DEPTH));
    }

    /** A tower, and before it as many types that can only be compared by going from its top to its bottom. */
    private static ModuleBuilder towerInOneGroup(int depth) {
        ByteWriter group = new ByteWriter().put(0x4E).unsigned(3 * depth + 1);
        for (int i = 0; i < depth; i++) {
            group.put(0x50, 0x00, 0x5F, 0x01, 0x63).signed(2L * depth).put(0x00);
            group.put(0x50, 0x01)
                    .unsigned(2L * i)
                    .put(0x5F, 0x01, 0x63)
                    .signed(3L * depth)
                    .put(0x00);
        }
        group.put(0x50, 0x00, 0x5F, 0x00);
        for (int i = 0; i < depth; i++) {
            group.put(0x50, 0x01).unsigned(2L * depth + i).put(0x5F, 0x00);
        }
        return new ModuleBuilder().entry(Section.TYPE, group.toByteArray());
    }

    private static ModuleBuilder tower(int depth) {
        ModuleBuilder module = types(0x50, 0x00, 0x60, 0x00, 0x00);
        for (int i = 0; i < depth; i++) {
            module.entry(Section.TYPE, 0x50, 0x01, i, 0x60, 0x00, 0x00);
        }
        return module;
    }

    @Test
    void a_structure_has_fields_up_to_a_limit() {
        assertValid(fields(ModuleLimits.FIELDS));
        assertThatThrownBy(() -> validate(fields(ModuleLimits.FIELDS + 1)))
                .isInstanceOfSatisfying(
                        ModuleException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo("fields 10001 exceeds 10000"));
    }

    private static ModuleBuilder fields(int count) {
        ByteWriter out = new ByteWriter().put(0x5F).unsigned(count);
        for (int i = 0; i < count; i++) {
            out.put(0x7F, 0x00);
        }
        return new ModuleBuilder().entry(Section.TYPE, out.toByteArray());
    }

    @Test
    void everything_that_has_a_type_has_one_that_exists() {
        assertInvalid("unknown type 9", module().imported("m", "n", 0x01, 0x63, 0x09, 0x00, 0x00));
        assertInvalid("unknown type 9", module().imported("m", "n", 0x03, 0x63, 0x09, 0x00));
        assertInvalid("unknown type 9", module().table(TO_9, 0));
        assertInvalid("unknown type 9", module().global(TO_9, false, "ref.null func"));
        assertInvalid("unknown type 9", module().global(ValueType.FUNCREF, false, "ref.null 9"));
        assertInvalid("unknown type 9", module().entry(Section.ELEMENT, 0x05, 0x63, 0x09, 0x00));
        assertInvalid("unknown type 9", module().function(0, "9?", ""));
        assertInvalid("unknown type 9", module().function(0, "ref.null 9; drop"));
        assertInvalid("unknown type 9", module().function(0, "block 9?; unreachable; end; drop"));
        assertInvalid("unknown type 9", module().function(0, "unreachable; select 9?; drop"));
        assertInvalid("unknown type 9", module().function(0, "unreachable; call_ref 9"));
        assertInvalid("unknown type 9", module().function(0, "unreachable; return_call_ref 9"));
    }

    @Test
    void functions_and_blocks_and_calls_have_types_of_functions() {
        ModuleBuilder structure = types(0x5F, 0x00).type(FunctionType.of());
        assertInvalid("non-function type 0", structure.function(0, ""));
        assertInvalid("non-function type 0", types(0x5F, 0x00).imported("m", "n", 0x00, 0x00));
        assertInvalid(
                "non-function type 1", module().entry(Section.TYPE, 0x5F, 0x00).function(0, "block 1; end"));
        assertInvalid(
                "non-function type 1",
                module().entry(Section.TYPE, 0x5E, 0x7F, 0x00).function(0, "call_ref 1"));
    }

    @Test
    void types_of_equal_groups_are_the_same_type_under_two_indices() {
        assertValid(module().type(FunctionType.of())
                .function(0, "")
                .global(new ReferenceType(false, new HeapType(1)), false, "ref.func 0"));
        assertInvalid(
                "type mismatch",
                types(0x4E, 0x02, 0x60, 0x00, 0x00, 0x60, 0x00, 0x00)
                        .type(FunctionType.of())
                        .function(2, "")
                        .global(TO_0, false, "ref.func 0"));
    }

    private static ModuleBuilder module() {
        return new ModuleBuilder().type(FunctionType.of());
    }

    private static ModuleBuilder types(int... entry) {
        return new ModuleBuilder().entry(Section.TYPE, entry);
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
