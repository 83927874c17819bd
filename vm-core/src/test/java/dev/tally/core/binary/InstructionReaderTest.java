package dev.tally.core.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.assembly.ByteWriter;
import dev.tally.core.assembly.CodeBuilder;
import dev.tally.core.assembly.Encoding;
import dev.tally.core.assembly.Seed;
import dev.tally.core.isa.CatchClause;
import dev.tally.core.isa.Immediates;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every opcode, written and read, cut short, and what is no opcode here. */
final class InstructionReaderTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SAMPLES = 50;
    private static final List<ValueType> TYPES = List.of(
            ValueType.I32,
            ValueType.I64,
            ValueType.F32,
            ValueType.F64,
            ValueType.FUNCREF,
            ValueType.EXTERNREF,
            ValueType.FUNCREF.nonNull(),
            ValueType.EXTERNREF.nonNull(),
            new ReferenceType(true, HeapType.ANY),
            new ReferenceType(false, HeapType.NONE),
            new ReferenceType(true, new HeapType(70)),
            new ReferenceType(false, new HeapType(1_000_000)));

    private static final Random RANDOM = Seed.random("instructions");

    @ParameterizedTest
    @EnumSource
    void every_opcode_reads_as_it_was_written(Opcode opcode) {
        for (int i = 0; i < SAMPLES; i++) {
            long[] immediates = immediates(opcode.immediates());
            CodeBuilder code = new CodeBuilder().op(Opcode.NOP);
            write(code, opcode, immediates);
            InstructionReader reader = new InstructionReader(new Code(code.end().toByteArray(), 1000), 7);
            assertThat(reader.next()).isSameAs(Opcode.NOP);
            assertThat(reader.next()).isSameAs(opcode);
            assertThat(reader.position()).isEqualTo(1);
            assertThat(reader.moduleOffset()).isEqualTo(1001);
            assertRead(reader, opcode.immediates(), immediates);
            assertThat(reader.hasNext()).isTrue();
            assertThat(reader.next()).isSameAs(Opcode.END);
            assertThat(reader.hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_instruction_that_is_cut_short_ends_unexpectedly(Opcode opcode) {
        CodeBuilder code = new CodeBuilder();
        write(code, opcode, immediates(opcode.immediates()));
        byte[] whole = code.toByteArray();
        for (int length = 0; length < whole.length; length++) {
            InstructionReader reader = new InstructionReader(new Code(Arrays.copyOf(whole, length), 50), 3);
            assertThatThrownBy(reader::next).isInstanceOfSatisfying(ModuleException.class, fault -> {
                assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
                assertThat(fault.reason()).matches("(?:unexpected end|length out of bounds).*");
                assertThat(fault.function()).isEqualTo(3);
                assertThat(fault.offset()).isBetween(50L, 50L + whole.length);
            });
        }
    }

    private long[] immediates(Immediates shape) {
        return switch (shape) {
            case NONE -> new long[0];
            case LABEL, LOCAL, GLOBAL, TAG, FUNCTION, TABLE, MEMORY, DATA, ELEMENT, TYPE, STRUCTURE, ARRAY ->
                new long[] {index()};
            case TYPE_AND_TABLE,
                    DATA_AND_MEMORY,
                    MEMORY_AND_MEMORY,
                    ELEMENT_AND_TABLE,
                    TABLE_AND_TABLE,
                    STRUCTURE_AND_FIELD,
                    ARRAY_AND_LENGTH,
                    ARRAY_AND_DATA,
                    ARRAY_AND_ELEMENT,
                    ARRAY_AND_ARRAY -> new long[] {index(), index()};
            case LABEL_AND_CAST -> new long[] {RANDOM.nextInt(4), index(), HeapType.EQ.index(), index()};
            case BLOCK_TYPE_AND_CATCHES -> new long[] {index(), 0, index(), index(), 3, index(), 1, index(), index()};
            case LABELS ->
                RANDOM.ints(1 + RANDOM.nextInt(20), 0, Integer.MAX_VALUE)
                        .asLongStream()
                        .toArray();
            case BLOCK_TYPE, VALUE_TYPES, HEAP_TYPE, REFERENCE, NULLABLE_REFERENCE ->
                new long[] {RANDOM.nextInt(TYPES.size()), index()};
            case I32, F32 -> new long[] {RANDOM.nextInt() >> RANDOM.nextInt(Integer.SIZE)};
            case I64, F64 -> new long[] {RANDOM.nextLong() >> RANDOM.nextInt(Long.SIZE)};
            case MEMORY_ACCESS_8, MEMORY_ACCESS_16, MEMORY_ACCESS_32, MEMORY_ACCESS_64 ->
                RANDOM.nextBoolean()
                        ? new long[] {RANDOM.nextInt(64), RANDOM.nextLong()}
                        : new long[] {RANDOM.nextInt(64), RANDOM.nextLong(), index()};
        };
    }

    private int index() {
        return RANDOM.nextInt() >>> (1 + RANDOM.nextInt(31));
    }

    private void write(CodeBuilder code, Opcode opcode, long[] immediates) {
        switch (opcode.immediates()) {
            case BLOCK_TYPE -> {
                if (immediates[1] % 2 == 0) {
                    code.op(opcode, immediates[1]);
                } else {
                    code.block(opcode, TYPES.get((int) immediates[0]));
                }
            }
            case VALUE_TYPES -> code.select(TYPES.subList(0, (int) immediates[0]));
            case HEAP_TYPE, REFERENCE, NULLABLE_REFERENCE ->
                code.op(opcode, heapType(immediates).index());
            default -> code.op(opcode, immediates);
        }
    }

    private static HeapType heapType(long[] immediates) {
        return immediates[0] % 2 == 0 ? HeapType.NOEXTERN : new HeapType((int) immediates[1]);
    }

    private void assertRead(InstructionReader reader, Immediates shape, long[] immediates) {
        switch (shape) {
            case NONE -> {}
            case LABEL, LOCAL, GLOBAL, TAG, FUNCTION, TABLE, MEMORY, DATA, ELEMENT, TYPE, STRUCTURE, ARRAY ->
                assertThat(reader.index()).isEqualTo((int) immediates[0]);
            case TYPE_AND_TABLE,
                    DATA_AND_MEMORY,
                    MEMORY_AND_MEMORY,
                    ELEMENT_AND_TABLE,
                    TABLE_AND_TABLE,
                    STRUCTURE_AND_FIELD,
                    ARRAY_AND_LENGTH,
                    ARRAY_AND_DATA,
                    ARRAY_AND_ELEMENT,
                    ARRAY_AND_ARRAY -> {
                assertThat(reader.index()).isEqualTo((int) immediates[0]);
                assertThat(reader.secondIndex()).isEqualTo((int) immediates[1]);
            }
            case LABELS -> {
                assertThat(reader.labelCount()).isEqualTo(immediates.length);
                for (int i = 0; i < immediates.length; i++) {
                    assertThat(reader.label(i)).isEqualTo((int) immediates[i]);
                }
            }
            case BLOCK_TYPE -> {
                if (immediates[1] % 2 == 0) {
                    assertThat(reader.blockTypeIndex()).isEqualTo((int) immediates[1]);
                    assertThat(reader.blockResult()).isNull();
                } else {
                    assertThat(reader.blockTypeIndex()).isEqualTo(-1);
                    assertThat(reader.blockResult()).isEqualTo(TYPES.get((int) immediates[0]));
                }
            }
            case VALUE_TYPES -> assertThat(reader.valueTypes()).isEqualTo(TYPES.subList(0, (int) immediates[0]));
            case HEAP_TYPE -> assertThat(reader.heapType()).isEqualTo(heapType(immediates));
            case REFERENCE -> assertThat(reader.castTo()).isEqualTo(new ReferenceType(false, heapType(immediates)));
            case NULLABLE_REFERENCE ->
                assertThat(reader.castTo()).isEqualTo(new ReferenceType(true, heapType(immediates)));
            case LABEL_AND_CAST -> {
                assertThat(reader.index()).isEqualTo((int) immediates[1]);
                assertThat(reader.castFrom()).isEqualTo(new ReferenceType(immediates[0] % 2 == 1, HeapType.EQ));
                assertThat(reader.castTo())
                        .isEqualTo(new ReferenceType(immediates[0] >= 2, new HeapType((int) immediates[3])));
            }
            case BLOCK_TYPE_AND_CATCHES -> {
                assertThat(reader.blockTypeIndex()).isEqualTo((int) immediates[0]);
                assertThat(reader.catches())
                        .containsExactly(
                                new CatchClause(CatchClause.Kind.CATCH, (int) immediates[2], (int) immediates[3]),
                                new CatchClause(
                                        CatchClause.Kind.CATCH_ALL_REF, CatchClause.ANY_TAG, (int) immediates[5]),
                                new CatchClause(CatchClause.Kind.CATCH_REF, (int) immediates[7], (int) immediates[8]));
            }
            case I32, I64, F32, F64 -> assertThat(reader.constant()).isEqualTo(immediates[0]);
            case MEMORY_ACCESS_8, MEMORY_ACCESS_16, MEMORY_ACCESS_32, MEMORY_ACCESS_64 -> {
                assertThat(reader.alignment()).isEqualTo((int) immediates[0]);
                assertThat(reader.offset()).isEqualTo(immediates[1]);
                assertThat(reader.memory()).isEqualTo(immediates.length > 2 ? (int) immediates[2] : 0);
            }
        }
    }

    @Test
    void reading_allocates_nothing_but_types_and_lists() {
        byte[] plain = new CodeBuilder()
                .repeat(1_000, Opcode.I64_LOAD, 3, 0xFFFF_FFFFL)
                .repeat(1_000, Opcode.I64_CONST, Long.MIN_VALUE)
                .repeat(1_000, Opcode.BLOCK, Encoding.signed(0x7F))
                .repeat(1_000, Opcode.MEMORY_COPY, 0, 0)
                .repeat(1_000, Opcode.STRUCT_GET, 1_000, 7)
                .end()
                .toByteArray();
        Code code = new Code(plain, 0);
        assertThat(bytesToRead(code)).isEqualTo(bytesToRead(new Code(ByteWriter.bytes(0x0B), 0)));
        byte[] labels = new CodeBuilder().op(Opcode.BR_TABLE, new long[1_000]).toByteArray();
        assertThat(bytesToRead(new Code(labels, 0))).isGreaterThanOrEqualTo(4_000);
    }

    /** What a reader and its reading allocate: the least of several times, for now and then the JVM allocates too. */
    private static long bytesToRead(Code code) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            InstructionReader reader = new InstructionReader(code, 0);
            while (reader.hasNext()) {
                reader.next();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void an_empty_block_type_has_neither_index_nor_result() {
        InstructionReader reader = reader(0x02, 0x7F, 0x02, 0x40);
        reader.next();
        assertThat(reader.blockResult()).isEqualTo(ValueType.I32);
        reader.next();
        assertThat(reader.blockTypeIndex()).isEqualTo(-1);
        assertThat(reader.blockResult()).isNull();
    }

    @Test
    void bytes_that_mean_nothing_anywhere_are_illegal_opcodes() {
        assertRefused(Kind.MALFORMED, "illegal opcode ff", 0xFF);
        assertRefused(Kind.MALFORMED, "illegal opcode 27", 0x27);
        assertRefused(Kind.MALFORMED, "illegal opcode c5", 0xC5);
        assertRefused(Kind.MALFORMED, "illegal opcode fc 12", 0xFC, 0x12);
        assertRefused(Kind.MALFORMED, "illegal opcode fb 1f", 0xFB, 0x1F);
        assertRefused(Kind.MALFORMED, "illegal opcode fc ffffffff", 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x06, 0x07, 0x09, 0x18, 0x19})
    void exceptions_of_the_kind_that_never_became_a_standard_are_illegal_opcodes(int code) {
        assertRefused(Kind.MALFORMED, "illegal opcode " + Integer.toHexString(code), code, 0x40, 0x0B);
    }

    @ParameterizedTest
    @CsvSource({
        "0xFD, vectors",
        "0xFE, shared memories and atomic instructions",
    })
    void opcodes_of_other_features_are_refused_by_the_name_of_the_feature(int code, String feature) {
        assertRefused(Kind.UNSUPPORTED, feature + " (opcode 0x" + Integer.toHexString(code) + ")", code);
    }

    @Test
    void types_of_other_features_are_refused_by_the_name_of_the_feature() {
        assertRefused(Kind.UNSUPPORTED, "vectors", 0x02, 0x7B);
    }

    @Test
    void an_index_of_a_type_beyond_int_is_one_that_no_module_has() {
        InstructionReader reader = reader(0xD0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);
        reader.next();
        assertThat(reader.heapType()).isEqualTo(new HeapType(Integer.MAX_VALUE));
    }

    @Test
    void types_that_are_none_are_malformed() {
        assertRefused(Kind.MALFORMED, "malformed value type 0x41", 0x02, 0x41);
        assertRefused(Kind.MALFORMED, "malformed heap type 0x7f", 0xD0, 0x7F);
        assertRefused(Kind.MALFORMED, "malformed heap type", 0xD0, 0xF0, 0x7F);
        assertRefused(Kind.MALFORMED, "malformed block type", 0x02, 0xC0, 0x7F);
        assertRefused(Kind.MALFORMED, "integer representation too long", 0x1C, 0x01, 0xFF);
    }

    @Test
    void flags_of_a_memory_access_beyond_seven_bits_are_malformed() {
        assertRefused(Kind.MALFORMED, "malformed memop flags 0x80", 0x28, 0x80, 0x01, 0x00);
        assertRefused(Kind.MALFORMED, "malformed memop flags 0xffffffff", 0x28, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x00);
    }

    @Test
    void flags_of_a_cast_and_kinds_of_catch_clauses_are_less_than_four() {
        assertRefused(Kind.MALFORMED, "malformed cast flags 0x4", 0xFB, 0x18, 0x04, 0x00, 0x6E, 0x6D);
        assertRefused(Kind.MALFORMED, "malformed catch clause 0x4", 0x1F, 0x40, 0x01, 0x04, 0x00, 0x00);
        assertRefused(Kind.MALFORMED, "length out of bounds", 0x1F, 0x40, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x00);
    }

    @Test
    void a_label_count_beyond_what_remains_reserves_nothing() {
        assertRefused(Kind.MALFORMED, "length out of bounds", 0x0E, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x00);
    }

    private static void assertRefused(Kind kind, String reason, int... bytes) {
        assertThatThrownBy(() -> reader(bytes).next()).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).startsWith(reason);
            assertThat(refusal.kind()).isEqualTo(kind);
        });
    }

    private static InstructionReader reader(int... bytes) {
        return new InstructionReader(new Code(ByteWriter.bytes(bytes), 0), -1);
    }
}
