package dev.tally.core.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.Assembler;
import dev.tally.core.assembly.ByteWriter;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.assembly.SampleModules;
import dev.tally.core.module.Code;
import dev.tally.core.module.CustomSection;
import dev.tally.core.module.DataSegment;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.ExternalType;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.Function.LocalRun;
import dev.tally.core.module.Global;
import dev.tally.core.module.Import;
import dev.tally.core.module.Memory;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Names;
import dev.tally.core.module.Section;
import dev.tally.core.module.SegmentMode.Active;
import dev.tally.core.module.SegmentMode.Declarative;
import dev.tally.core.module.SegmentMode.Passive;
import dev.tally.core.module.SizeRange;
import dev.tally.core.module.Table;
import dev.tally.core.module.TypeSection;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the model holds of the bytes that were read. */
final class BinaryReaderTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();
    private static final ReferenceType FUNCTION = ValueType.FUNCREF.nonNull();

    private final ModuleDefinition sample = read(SampleModules.everySection());

    @Test
    void an_empty_module_has_nothing() {
        ModuleDefinition module = read(ModuleBuilder.ofSections());
        assertThat(module.types()).isEqualTo(TypeSection.of());
        assertThat(module.functions()).isEmpty();
        assertThat(module.startFunction()).isEqualTo(ModuleDefinition.NO_START);
        assertThat(module.dataCount()).isEqualTo(ModuleDefinition.NO_DATA_COUNT);
        assertThat(module.names()).isEqualTo(Names.NONE);
    }

    @Test
    void types_are_read_with_parameters_and_results() {
        assertThat(sample.types())
                .isEqualTo(TypeSection.of(
                        FunctionType.of(),
                        FunctionType.of(ValueType.I32, ValueType.I64).returning(ValueType.F64, ValueType.F32),
                        FunctionType.of(ValueType.FUNCREF, ValueType.EXTERNREF).returning(FUNCTION)));
    }

    @Test
    void imports_are_read_with_their_types() {
        assertThat(sample.imports())
                .containsExactly(
                        new Import(
                                "host",
                                "function",
                                new ExternalType.OfFunction(1, sample.types().get(1))),
                        new Import(
                                "host",
                                "table",
                                new ExternalType.OfTable(new TableType(ValueType.FUNCREF, SizeRange.between(0, 16)))),
                        new Import("host", "global", new ExternalType.OfGlobal(new GlobalType(ValueType.I32, false))),
                        new Import("é😀", "", new ExternalType.OfGlobal(new GlobalType(ValueType.EXTERNREF, true))));
    }

    @Test
    void functions_are_read_with_locals_and_body() {
        assertThat(sample.functions()).hasSize(2);
        assertThat(sample.functions().getFirst().typeIndex()).isZero();
        assertThat(sample.functions().getFirst().locals())
                .startsWith(new LocalRun(1, ValueType.I32), new LocalRun(1, ValueType.I32))
                .hasSize(7);
        assertThat(sample.functions().getFirst().body()).isEqualTo(code("nop"));
    }

    @Test
    void a_body_knows_where_it_stood() {
        byte[] module = SampleModules.everySection();
        Code body = sample.functions().getLast().body();
        int offset = (int) body.moduleOffset();
        assertThat(Arrays.copyOfRange(module, offset, offset + body.bytes().length))
                .isEqualTo(body.bytes());
    }

    @Test
    void tables_are_read_with_and_without_initializer() {
        assertThat(sample.tables())
                .containsExactly(
                        new Table(new TableType(ValueType.EXTERNREF, SizeRange.from(3)), null),
                        new Table(new TableType(FUNCTION, SizeRange.between(2, 5)), code("ref.func 0")));
    }

    @Test
    void memories_are_read_with_their_sizes() {
        assertThat(sample.memories()).containsExactly(new Memory(new MemoryType(SizeRange.between(1, 256))));
    }

    @Test
    void sizes_are_unsigned_and_the_greatest_is_a_maximum_like_any_other() {
        byte[] module = new ModuleBuilder()
                .entry(
                        Section.MEMORY,
                        new ByteWriter().put(0x01).unsigned(-1).unsigned(-1).toByteArray())
                .build();
        assertThat(read(module).memories().getFirst().type().size())
                .isEqualTo(SizeRange.between(-1, -1))
                .hasToString("18446744073709551615..18446744073709551615");
        assertThat(SizeRange.from(-1)).isNotEqualTo(SizeRange.between(-1, -1)).hasToString("18446744073709551615..");
    }

    @Test
    void globals_are_read_with_their_initializers() {
        assertThat(sample.globals())
                .containsExactly(
                        new Global(new GlobalType(ValueType.I32, false), code("i32.const -7; global.get 0; i32.mul")),
                        new Global(new GlobalType(ValueType.I64, true), code("i64.const 40; i64.const 2; i64.add")),
                        new Global(new GlobalType(ValueType.FUNCREF, false), code("ref.func 1")),
                        new Global(new GlobalType(ValueType.EXTERNREF, true), code("ref.null extern")));
    }

    @Test
    void exports_and_the_start_function_are_read() {
        assertThat(sample.exports())
                .containsExactly(
                        new Export("function", ExternalKind.FUNCTION, 1),
                        new Export("table", ExternalKind.TABLE, 0),
                        new Export("memory", ExternalKind.MEMORY, 0),
                        new Export("global", ExternalKind.GLOBAL, 2));
        assertThat(sample.startFunction()).isEqualTo(1);
    }

    @Test
    void all_eight_forms_of_element_segments_are_read() {
        ReferenceType extern = ValueType.EXTERNREF;
        assertThat(sample.elements())
                .containsExactly(
                        new ElementSegment(
                                new Active(0, code("i32.const 0")),
                                FUNCTION,
                                List.of(code("ref.func 0"), code("ref.func 1"))),
                        new ElementSegment(new Passive(), FUNCTION, List.of(code("ref.func 2"))),
                        new ElementSegment(new Active(0, code("i32.const 1")), FUNCTION, List.of(code("ref.func 0"))),
                        new ElementSegment(
                                new Declarative(), FUNCTION, List.of(code("ref.func 1"), code("ref.func 2"))),
                        new ElementSegment(
                                new Active(0, code("global.get 0")),
                                ValueType.FUNCREF,
                                List.of(code("ref.func 0"), code("ref.null func"))),
                        new ElementSegment(new Passive(), extern, List.of(code("ref.null extern"))),
                        new ElementSegment(
                                new Active(1, code("i32.const 2")), extern, List.of(code("ref.null extern"))),
                        new ElementSegment(new Declarative(), FUNCTION, List.of(code("ref.func 1"))));
    }

    @Test
    void all_three_forms_of_data_segments_are_read() {
        assertThat(sample.datas())
                .containsExactly(
                        new DataSegment(new Active(0, code("i32.const 0")), new byte[] {1, 2, 3}),
                        new DataSegment(new Passive(), new byte[] {4, 5, 6, 7}),
                        new DataSegment(new Active(0, code("i32.const 8")), new byte[0]));
        assertThat(sample.dataCount()).isEqualTo(3);
    }

    @Test
    void custom_sections_are_kept_with_their_place() {
        ModuleDefinition module = read(ModuleBuilder.ofSections(
                0x00, 0x03, 0x01, 'a', 0x07, 0x01, 0x01, 0x00, 0x00, 0x02, 0x01, 'b', 0x05, 0x01, 0x00, 0x00, 0x01,
                0x00));
        assertThat(module.customSections())
                .containsExactly(
                        new CustomSection("a", Section.CUSTOM, new byte[] {7}),
                        new CustomSection("b", Section.TYPE.code(), new byte[0]),
                        new CustomSection("", Section.MEMORY.code(), new byte[0]));
    }

    @Test
    void offsets_of_entries_tell_where_they_stood() {
        ModuleDefinition module = read(ModuleBuilder.ofSections(0x01, 0x07, 0x02, 0x60, 0x00, 0x00, 0x60, 0x00, 0x00));
        assertThat(module.offsets().of(Section.TYPE, 0)).isEqualTo(11);
        assertThat(module.offsets().of(Section.TYPE, 1)).isEqualTo(14);
        assertThat(module.offsets().of(Section.TYPE, 2)).isZero();
        assertThat(module.offsets().of(Section.EXPORT, 0)).isZero();
    }

    @Test
    void names_are_read_from_the_name_section() {
        Names names = sample.names();
        assertThat(names.module()).isEqualTo("sample");
        assertThat(names.functions().get(0)).isEqualTo("imported");
        assertThat(names.functions().get(2)).isEqualTo("second");
        assertThat(names.functions().size()).isEqualTo(3);
    }

    @Test
    void names_of_functions_that_do_not_exist_are_dropped() {
        assertThat(names(SampleModules.names("m", "first", "second"))
                        .functions()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void a_damaged_name_section_is_dropped_without_complaint() {
        byte[] content = SampleModules.names("m", "first");
        for (int length = 1; length < content.length; length++) {
            Names names = names(Arrays.copyOf(content, length));
            assertThat(names.functions().size()).isLessThanOrEqualTo(1);
        }
        assertThat(names(ByteWriter.bytes(0x00, 0x02, 0x01, 0xFF))).isEqualTo(Names.NONE);
        assertThat(names(ByteWriter.bytes(0x01, 0x05, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F)))
                .isEqualTo(Names.NONE);
    }

    private static Names names(byte[] content) {
        return read(new ModuleBuilder()
                        .type(FunctionType.of())
                        .function(0, "")
                        .custom("name", content)
                        .build())
                .names();
    }

    @Test
    void the_same_bytes_give_equal_modules() {
        assertThat(read(SampleModules.everySection())).isEqualTo(sample).hasSameHashCodeAs(sample);
        assertThat(read(ModuleBuilder.ofSections())).isNotEqualTo(sample);
    }

    @Test
    void integers_that_take_more_bytes_than_they_need_change_nothing() {
        ModuleDefinition module =
                read(ModuleBuilder.ofSections(0x01, 0x88, 0x80, 0x00, 0x81, 0x80, 0x00, 0x60, 0x80, 0x00, 0x80, 0x00));
        assertThat(module.types()).isEqualTo(TypeSection.of(FunctionType.of()));
    }

    @Test
    void the_bytes_may_change_after_reading() {
        byte[] bytes = SampleModules.everySection();
        ModuleDefinition module = read(bytes);
        Arrays.fill(bytes, (byte) 0xFF);
        assertThat(module).isEqualTo(sample);
    }

    @Test
    void a_module_cut_anywhere_is_refused_or_ends_with_a_section() {
        for (byte[] module : SampleModules.all()) {
            Set<Integer> ends = sectionEnds(module);
            for (int length = 0; length < module.length; length++) {
                byte[] cut = Arrays.copyOf(module, length);
                if (ends.contains(length)) {
                    readOrRefuse(cut);
                } else {
                    assertThatThrownBy(() -> read(cut)).isInstanceOfSatisfying(ModuleException.class, fault -> {
                        assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
                        assertThat(fault.offset()).isBetween(0L, (long) cut.length);
                    });
                }
            }
        }
    }

    private static void readOrRefuse(byte[] module) {
        try {
            assertThat(read(module)).isNotNull();
        } catch (ModuleException refusal) {
            assertThat(refusal.kind()).isEqualTo(Kind.MALFORMED);
        }
    }

    /** Where sections begin and end: a module cut there may still be one. */
    private static Set<Integer> sectionEnds(byte[] module) {
        Set<Integer> ends = new HashSet<>();
        ByteCursor cursor = ByteCursor.over(module, 0);
        cursor.skip(8);
        ends.add(cursor.at());
        while (cursor.hasRemaining()) {
            cursor.u8();
            cursor.skip(cursor.length());
            ends.add(cursor.at());
        }
        return ends;
    }

    @Test
    void a_module_longer_than_the_limit_is_refused_unread() {
        ModuleLimits limits = new ModuleLimits(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 10, 1, 1, 100);
        assertThatThrownBy(() -> BinaryReader.read(new byte[101], limits))
                .isInstanceOfSatisfying(ModuleException.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Kind.LIMIT);
                    assertThat(refusal.reason()).isEqualTo("moduleBytes 101 exceeds 100");
                });
    }

    @Test
    void more_locals_than_the_limit_are_refused_before_they_are_counted_in_ints() {
        byte[] module = new ModuleBuilder()
                .type(FunctionType.of())
                .function(0, ByteWriter.bytes(0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x7F), ByteWriter.bytes(0x0B))
                .build();
        assertThatThrownBy(() -> read(module)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(Kind.LIMIT);
            assertThat(refusal.reason()).isEqualTo("locals 4294967295 exceeds 50000");
        });
    }

    private static Code code(String text) {
        return new Code(Assembler.assemble(text).toByteArray(), 0);
    }

    private static ModuleDefinition read(byte[] bytes) {
        return BinaryReader.read(bytes, LIMITS);
    }
}
