package dev.tally.core.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.module.CompositeType;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.RecursiveGroup;
import dev.tally.core.module.Section;
import dev.tally.core.module.StorageType;
import dev.tally.core.module.SubType;
import dev.tally.core.module.TypeSection;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.List;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

/** Every form in which the type section writes types. */
final class TypeSectionReaderTest {

    @Test
    void a_type_that_stands_alone_is_a_final_group_of_one() {
        assertThat(read(0x60, 0x01, 0x7F, 0x01, 0x7E))
                .isEqualTo(TypeSection.of(FunctionType.of(ValueType.I32).returning(ValueType.I64)));
        assertThat(read(0x4E, 0x01, 0x60, 0x00, 0x00)).isEqualTo(TypeSection.of(FunctionType.of()));
        assertThat(read(0x4F, 0x00, 0x60, 0x00, 0x00)).isEqualTo(TypeSection.of(FunctionType.of()));
    }

    @Test
    void a_recursive_group_keeps_its_types_together() {
        TypeSection types = read(0x4E, 0x02, 0x60, 0x01, 0x64, 0x01, 0x00, 0x60, 0x00, 0x01, 0x63, 0x00);
        FunctionType first = FunctionType.of(reference(false, 1));
        FunctionType second = FunctionType.of().returning(reference(true, 0));
        assertThat(types.groups()).containsExactly(new RecursiveGroup(List.of(SubType.of(first), SubType.of(second))));
        assertThat(types.size()).isEqualTo(2);
        assertThat(types.get(1)).isEqualTo(second);
        assertThat(types).isNotEqualTo(TypeSection.of(first, second));
    }

    @Test
    void a_group_may_be_empty() {
        TypeSection types = read(0x4E, 0x00);
        assertThat(types.groups()).hasSize(1);
        assertThat(types.size()).isZero();
        assertThat(types.isFunction(0)).isFalse();
    }

    @Test
    void a_type_says_whether_it_is_open_and_what_it_stands_beneath() {
        CompositeType function = new CompositeType.OfFunctions(FunctionType.of());
        assertThat(read(0x50, 0x00, 0x60, 0x00, 0x00).entry(0))
                .isEqualTo(new SubType(false, IntLists.immutable.empty(), function));
        assertThat(read(0x50, 0x02, 0x07, 0x09, 0x60, 0x00, 0x00).entry(0))
                .isEqualTo(new SubType(false, IntLists.immutable.of(7, 9), function));
        assertThat(read(0x4F, 0x01, 0x07, 0x60, 0x00, 0x00).entry(0))
                .isEqualTo(new SubType(true, IntLists.immutable.of(7), function));
    }

    @Test
    void structures_and_arrays_are_read_with_their_fields() {
        assertThat(read(0x5F, 0x03, 0x78, 0x00, 0x77, 0x01, 0x6E, 0x01).entry(0).composite())
                .isEqualTo(new CompositeType.OfStructures(List.of(
                        new FieldType(StorageType.Packed.I8, false),
                        new FieldType(StorageType.Packed.I16, true),
                        new FieldType(new StorageType.Unpacked(new ReferenceType(true, HeapType.ANY)), true))));
        assertThat(read(0x5E, 0x7C, 0x01).entry(0).composite())
                .isEqualTo(new CompositeType.OfArrays(new FieldType(new StorageType.Unpacked(ValueType.F64), true)));
        assertThat(read(0x5F, 0x00).isFunction(0)).isFalse();
    }

    @Test
    void what_begins_no_type_is_malformed() {
        assertMalformed("malformed definition type 0x61", 0x61, 0x00, 0x00);
        assertMalformed("malformed definition type 0x4e", 0x4E, 0x01, 0x4E, 0x00);
        assertMalformed("malformed definition type 0x50", 0x50, 0x00, 0x50, 0x00, 0x60, 0x00, 0x00);
        assertMalformed("malformed mutability 0x2", 0x5E, 0x7F, 0x02);
        assertMalformed("malformed value type 0x76", 0x5E, 0x76, 0x00);
        assertMalformed("malformed value type 0x78", 0x60, 0x01, 0x78, 0x00);
        assertMalformed("length out of bounds", 0x4E, 0xFF, 0xFF, 0xFF, 0x07);
        assertMalformed("length out of bounds", 0x50, 0xFF, 0xFF, 0xFF, 0x07);
        assertMalformed("length out of bounds", 0x5F, 0xFF, 0xFF, 0xFF, 0x07);
    }

    private static ReferenceType reference(boolean nullable, int index) {
        return new ReferenceType(nullable, new HeapType(index));
    }

    private static TypeSection read(int... entry) {
        byte[] module = new ModuleBuilder().entry(Section.TYPE, entry).build();
        return BinaryReader.read(module, ModuleLimits.defaults()).types();
    }

    private static void assertMalformed(String reason, int... entry) {
        assertThatThrownBy(() -> read(entry)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).startsWith(reason);
            assertThat(refusal.kind()).isEqualTo(Kind.MALFORMED);
        });
    }
}
