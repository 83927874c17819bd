package dev.tally.core.binary;

import static dev.tally.core.assembly.ByteWriter.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.type.FunctionType;
import org.junit.jupiter.api.Test;

/** Each reason for which bytes are no module, with the place that is told. */
final class MalformedModuleTest {
    private static final int HEADER = 8;

    @Test
    void less_than_a_header_ends_unexpectedly() {
        assertMalformed("unexpected end", 0, bytes());
        assertMalformed("unexpected end", 3, bytes(0x00, 0x61, 0x73));
        assertMalformed("unexpected end", 7, bytes(0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00));
    }

    @Test
    void another_header_is_refused() {
        assertMalformed("magic header not detected", 0, bytes(0x00, 0x41, 0x53, 0x4D, 0x01, 0x00, 0x00, 0x00));
        assertMalformed("unknown binary version", 4, bytes(0x00, 0x61, 0x73, 0x6D, 0x0D, 0x00, 0x01, 0x00));
    }

    @Test
    void unknown_sections_are_refused() {
        assertMalformed("malformed section id 14", HEADER, ModuleBuilder.ofSections(0x0E, 0x01, 0x00));
        assertMalformed("malformed section id 255", HEADER, ModuleBuilder.ofSections(0xFF, 0x01, 0x00));
    }

    @Test
    void a_section_longer_than_the_module_is_refused() {
        assertMalformed("length out of bounds: 5 declared, 1 bytes remain", 9, sections(0x01, 0x05, 0x00));
        assertMalformed("unexpected end of section or function", 10, sections(0x01, 0x01));
        assertMalformed("unexpected end of section or function", 9, sections(0x01));
    }

    @Test
    void a_section_that_ends_elsewhere_than_declared_is_refused() {
        assertMalformed(
                "section size mismatch: section declared to end at byte 12", 11, sections(0x01, 0x02, 0x00, 0x00));
        assertMalformed("section size mismatch", 14, sections(0x01, 0x01, 0x01, 0x60, 0x00, 0x00));
    }

    @Test
    void sections_out_of_order_or_repeated_are_refused() {
        assertMalformed("unexpected content after last section", 11, sections(0x02, 0x01, 0x00, 0x01, 0x01, 0x00));
        assertMalformed("unexpected content after last section", 11, sections(0x01, 0x01, 0x00, 0x01, 0x01, 0x00));
        assertMalformed("unexpected content after last section", 11, sections(0x0A, 0x01, 0x00, 0x0C, 0x01, 0x00));
    }

    @Test
    void entries_that_are_missing_end_unexpectedly() {
        assertMalformed("unexpected end of section or function", 11, sections(0x04, 0x01, 0x01));
        assertMalformed("length out of bounds: 9 declared, 0 bytes remain", 10, sections(0x04, 0x01, 0x09));
    }

    @Test
    void integers_in_too_many_bytes_or_of_too_many_bits_are_refused() {
        assertMalformed(
                "integer representation too long", 15, sections(0x01, 0x06, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00));
        assertMalformed("integer too large", 14, sections(0x01, 0x05, 0x80, 0x80, 0x80, 0x80, 0x10));
    }

    @Test
    void types_that_are_none_are_refused() {
        assertMalformed("malformed definition type 0x40", 11, sections(0x01, 0x04, 0x01, 0x40, 0x00, 0x00));
        assertMalformed("integer representation too long", 11, sections(0x01, 0x04, 0x01, 0xE0, 0x7F, 0x00));
        assertMalformed("malformed value type 0x0", 13, sections(0x01, 0x05, 0x01, 0x60, 0x01, 0x00, 0x00));
        assertMalformed("malformed reference type 0x7f", 11, sections(0x04, 0x04, 0x01, 0x7F, 0x00, 0x00));
        assertMalformed("malformed heap type 0x40", 12, sections(0x04, 0x05, 0x01, 0x63, 0x40, 0x00, 0x00));
    }

    @Test
    void types_of_other_features_are_refused_by_the_name_of_the_feature() {
        assertUnsupported("vectors (type 0x7b)", sections(0x01, 0x05, 0x01, 0x60, 0x01, 0x7B, 0x00));
    }

    @Test
    void names_that_are_not_utf8_are_refused() {
        assertMalformed("malformed UTF-8 encoding", 12, sections(0x02, 0x05, 0x01, 0x01, 0xFF, 0x00, 0x00));
        assertMalformed("malformed UTF-8 encoding", 11, sections(0x00, 0x02, 0x01, 0xFF));
        assertMalformed("malformed UTF-8 encoding", 12, sections(0x07, 0x05, 0x01, 0x01, 0x80, 0x00, 0x00));
    }

    @Test
    void unknown_kinds_of_imports_and_exports_are_refused() {
        assertMalformed("malformed import kind 0x5", 13, sections(0x02, 0x05, 0x01, 0x00, 0x00, 0x05, 0x00));
        assertMalformed("malformed export kind 0x9", 12, sections(0x07, 0x04, 0x01, 0x00, 0x09, 0x00));
    }

    @Test
    void an_import_of_an_unknown_type_is_invalid() {
        assertRefused(Kind.INVALID, "unknown type 3", 14, sections(0x02, 0x05, 0x01, 0x00, 0x00, 0x00, 0x03));
    }

    @Test
    void a_tag_has_a_zero_byte_before_its_type() {
        assertMalformed("zero byte expected", 11, sections(0x0D, 0x03, 0x01, 0x01, 0x00));
        assertMalformed("zero byte expected", 14, sections(0x02, 0x06, 0x01, 0x00, 0x00, 0x04, 0x01, 0x00));
        assertRefused(Kind.INVALID, "unknown type 3", 15, sections(0x02, 0x06, 0x01, 0x00, 0x00, 0x04, 0x00, 0x03));
    }

    @Test
    void tags_stand_between_memories_and_globals() {
        assertMalformed("unexpected content after last section", 11, sections(0x06, 0x01, 0x00, 0x0D, 0x01, 0x00));
        assertMalformed("unexpected content after last section", 11, sections(0x0D, 0x01, 0x00, 0x05, 0x01, 0x00));
    }

    @Test
    void unknown_flags_of_sizes_are_refused() {
        assertMalformed("malformed limits flags 0x8", 11, sections(0x05, 0x03, 0x01, 0x08, 0x00));
        assertMalformed("malformed limits flags 0x81", 12, sections(0x04, 0x04, 0x01, 0x70, 0x81, 0x00));
        assertUnsupported(
                "shared memories and atomic instructions (limits flags 0x3)",
                sections(0x05, 0x04, 0x01, 0x03, 0x00, 0x01));
    }

    @Test
    void a_table_with_an_initializer_has_a_zero_byte_before_its_type() {
        assertMalformed("zero byte expected", 12, sections(0x04, 0x05, 0x01, 0x40, 0x01, 0x70, 0x00));
    }

    @Test
    void unknown_mutability_is_refused() {
        assertMalformed("malformed mutability 0x2", 12, sections(0x06, 0x06, 0x01, 0x7F, 0x02, 0x41, 0x00, 0x0B));
    }

    @Test
    void unknown_kinds_of_segments_are_refused() {
        assertMalformed("malformed elements segment kind 8", 11, sections(0x09, 0x02, 0x01, 0x08));
        assertMalformed("malformed element kind 0x1", 12, sections(0x09, 0x03, 0x01, 0x01, 0x01));
        assertMalformed("malformed data segment kind 3", 11, sections(0x0B, 0x02, 0x01, 0x03));
        assertMalformed(
                "malformed data segment kind 4294967295", 11, sections(0x0B, 0x06, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F));
    }

    @Test
    void functions_without_bodies_and_bodies_without_functions_are_refused() {
        assertMalformed(
                "function and code section have inconsistent lengths: 1 and 0",
                18,
                sections(0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00));
        assertMalformed(
                "function and code section have inconsistent lengths: 0 and 1",
                10,
                sections(0x0A, 0x04, 0x01, 0x02, 0x00, 0x0B));
    }

    @Test
    void a_data_count_that_differs_from_the_segments_is_refused() {
        assertMalformed(
                "data count and data section have inconsistent lengths: 1 and 0", 11, sections(0x0C, 0x01, 0x01));
        assertMalformed(
                "data count and data section have inconsistent lengths: 0 and 1",
                16,
                sections(0x0C, 0x01, 0x00, 0x0B, 0x03, 0x01, 0x01, 0x00));
    }

    @Test
    void data_segments_need_a_data_count_to_be_used() {
        assertInBody("data count section required", 0xFC, 0x09, 0x00, 0x0B);
        assertInBody("data count section required", 0xFC, 0x08, 0x00, 0x00, 0x0B);
    }

    @Test
    void a_body_without_its_end_is_refused() {
        assertInBody("unexpected end of section or function", 0x41, 0x01, 0x1A);
        assertInBody("unexpected end of section or function", 0x02, 0x40, 0x0B);
        assertInBody("unexpected end of section or function");
    }

    @Test
    void an_else_outside_of_the_first_arm_of_an_if_is_refused() {
        assertInBody("END opcode expected", 0x05, 0x0B);
        assertInBody("END opcode expected", 0x02, 0x40, 0x05, 0x0B, 0x0B);
        assertInBody("END opcode expected", 0x41, 0x00, 0x04, 0x40, 0x05, 0x05, 0x0B, 0x0B);
        assertInBody("END opcode expected", 0x41, 0x00, 0x04, 0x40, 0x0B, 0x05, 0x0B);
    }

    @Test
    void a_body_that_goes_on_behind_its_end_is_refused() {
        assertInBody("section size mismatch: function declared to end", 0x0B, 0x01);
    }

    @Test
    void illegal_opcodes_are_refused_in_bodies_and_constants() {
        assertInBody("illegal opcode ff", 0xFF, 0x0B);
        assertMalformed("illegal opcode f3", 13, sections(0x06, 0x06, 0x01, 0x7F, 0x00, 0xF3, 0x00, 0x0B));
    }

    @Test
    void more_locals_than_an_integer_counts_are_malformed() {
        byte[] runs = bytes(0x02, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x7F, 0x01, 0x7E);
        assertMalformed(
                "too many locals: 4294967296",
                22,
                new ModuleBuilder()
                        .type(FunctionType.of())
                        .function(0, runs, bytes(0x0B))
                        .build());
    }

    @Test
    void bytes_behind_the_last_section_are_read_as_a_section() {
        assertMalformed("malformed section id 99", 11, sections(0x01, 0x01, 0x00, 99));
    }

    private static byte[] sections(int... bytes) {
        return ModuleBuilder.ofSections(bytes);
    }

    private static void assertInBody(String reason, int... body) {
        byte[] module = new ModuleBuilder()
                .type(FunctionType.of())
                .function(0, bytes(0x00), bytes(body))
                .build();
        assertThatThrownBy(() -> read(module)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).startsWith(reason);
            assertThat(refusal.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(refusal.function()).isZero();
            assertThat(refusal.offset()).isBetween(23L, 23L + body.length);
        });
    }

    private static void assertMalformed(String reason, long offset, byte[] module) {
        assertRefused(Kind.MALFORMED, reason, offset, module);
    }

    private static void assertRefused(Kind kind, String reason, long offset, byte[] module) {
        assertThatThrownBy(() -> read(module)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).startsWith(reason);
            assertThat(refusal.kind()).isEqualTo(kind);
            assertThat(refusal.offset()).isEqualTo(offset);
        });
    }

    private static void assertUnsupported(String reason, byte[] module) {
        assertThatThrownBy(() -> read(module)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(reason);
            assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
        });
    }

    private static void read(byte[] module) {
        BinaryReader.read(module, ModuleLimits.defaults());
    }
}
