package dev.tally.cli.run;

import static dev.tally.cli.CommandLineRun.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as text. */
final class LiteralsTest {
    private Guest guest;

    @BeforeEach
    void spawn() throws IOException {
        Engine engine = Engine.create();
        guest = engine.spawn(engine.load(Path.of(program("values"))), Imports.none(), Limits.defaults());
    }

    @ParameterizedTest
    @CsvSource({"42, 42", "+42, 42", "-2147483648, -2147483648", "4294967295, -1", "0x7fffffff, 2147483647"})
    void integers_are_signed_or_unsigned(String text, int value) {
        assertThat(Literals.parse(ValueType.I32, text, guest)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "1.5", "0x", "1e3", "a1", " 1", "1 ", "4294967296", "-2147483649", "0x100000000", "--1"
            })
    void anything_else_is_no_i32(String text) {
        assertThatThrownBy(() -> Literals.parse(ValueType.I32, text, guest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"" + text + "\" is not i32: ");
    }

    @ParameterizedTest
    @CsvSource({
        "18446744073709551615, -1",
        "-9223372036854775808, -9223372036854775808",
        "0xffffffffffffffff, -1",
        "9223372036854775807, 9223372036854775807"
    })
    void long_integers_reach_from_end_to_end(String text, long value) {
        assertThat(Literals.parse(ValueType.I64, text, guest)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0x00000000",
        "-0, 0x80000000",
        "1.5, 0x3fc00000",
        "1e-45, 0x00000001",
        "0x1p-149, 0x00000001",
        "0x2A, 0x42280000",
        "inf, 0x7f800000",
        "-inf, 0xff800000",
        "nan, 0x7fc00000",
        "-nan, 0xffc00000",
        "nan:0x1, 0x7f800001",
        "16777217, 0x4b800000"
    })
    void floats_are_read_to_the_bit(String text, String bits) {
        assertThat(Literals.parse(ValueType.F32, text, guest))
                .isInstanceOfSatisfying(
                        Float.class,
                        value -> assertThat(Float.floatToRawIntBits(value))
                                .isEqualTo(Integer.parseUnsignedInt(bits.substring(2), 16)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "Infinity", "1.5f", "1d", ".", "1e", "0x", "1e39", "nan:0x0", "nan:0x800000"})
    void anything_else_is_no_f32(String text) {
        assertThatThrownBy(() -> Literals.parse(ValueType.F32, text, guest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(" is not f32: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {0L, 1L, 0x7ff0000000000000L, 0xfff8000000000000L, 0x7ff0000000000001L, 0x3ff3c0ca428c59fbL})
    void doubles_that_are_printed_can_be_read_again(long bits) {
        String text = Literals.print(ValueType.F64, Double.longBitsToDouble(bits));
        assertThat(Literals.parse(ValueType.F64, text == null ? "" : text, guest))
                .isInstanceOfSatisfying(
                        Double.class,
                        value -> assertThat(Double.doubleToRawLongBits(value)).isEqualTo(bits));
    }

    @Test
    void references_are_strings_functions_or_null() {
        assertThat(Literals.parse(ValueType.EXTERNREF, "null", guest)).isEqualTo("null");
        assertThat(Literals.parse(ValueType.FUNCREF, "null", guest)).isNull();
        assertThat(Literals.parse(ValueType.FUNCREF, "swap", guest)).isEqualTo(guest.function("swap"));
        assertThatThrownBy(() -> Literals.parse(ValueType.FUNCREF, "swop", guest))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Literals.print(ValueType.EXTERNREF, null)).isNull();
    }

    @Test
    void objects_are_told_by_what_they_are() {
        byte[] text = """
            (module
              (type $node (struct (field i32) (field (ref null $node))))
              (func (export "node") (result (ref $node)) (struct.new_default $node)))
            """.getBytes(StandardCharsets.UTF_8);
        Engine engine = Engine.create();
        byte[] module = BinaryWriter.write(
                TextReader.read(text, ModuleLimits.defaults()).definition());
        try (Guest maker = engine.spawn(engine.load(module), Imports.none(), Limits.defaults())) {
            maker.call("node");
            maker.tick();
            assertThat(Literals.print(ValueType.EXTERNREF, maker.result(0))).isEqualTo("structure of 2 fields");
        }
    }
}
