package dev.tally.runtime;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions with many accesses of memory, which compiled code writes in another way than few, find the same there. */
final class ManyAccessesTest {
    private static final String PATTERN = "\\80\\ff\\7f\\01\\fe\\00\\81\\c3".repeat(40);

    /** Each puts a number together out of what it reads, at an offset or without. */
    private static Stream<String> accesses() {
        return Stream.of(
                load("i64.extend_i32_s (i32.load8_s"),
                load("i64.extend_i32_s (i32.load8_u"),
                load("i64.extend_i32_s (i32.load16_s"),
                load("i64.extend_i32_s (i32.load16_u"),
                load("i64.extend_i32_s (i32.load"),
                load("i64.add (i64.const 0) (i64.load8_s"),
                load("i64.add (i64.const 0) (i64.load8_u"),
                load("i64.add (i64.const 0) (i64.load16_s"),
                load("i64.add (i64.const 0) (i64.load16_u"),
                load("i64.add (i64.const 0) (i64.load32_s"),
                load("i64.add (i64.const 0) (i64.load32_u"),
                load("i64.add (i64.const 0) (i64.load"),
                load("i64.reinterpret_f64 (f64.load"),
                load("i64.extend_i32_s (i32.reinterpret_f32 (f32.load")
                        .replace("%d (local.get $n)", "%d (local.get $n))"),
                store("i32.store8", "(i32.wrap_i64 (local.get $sum))"),
                store("i32.store16", "(i32.wrap_i64 (local.get $sum))"),
                store("i32.store", "(i32.wrap_i64 (local.get $sum))"),
                store("i64.store8", "(local.get $sum)"),
                store("i64.store16", "(local.get $sum)"),
                store("i64.store32", "(local.get $sum)"),
                store("i64.store", "(local.get $sum)"),
                store("f32.store", "(f32.demote_f64 (f64.convert_i64_s (local.get $sum)))"),
                store("f64.store", "(f64.convert_i64_s (local.get $sum))"));
    }

    private static String mixed(String number) {
        return "(local.set $sum (i64.add (i64.mul (local.get $sum) (i64.const 31)) " + number + "))";
    }

    private static String load(String load) {
        return mixed("(" + load + " offset=%d (local.get $n)))");
    }

    private static String store(String store, String value) {
        return "(" + store + " offset=%d (local.get $n) " + value + ")" + mixed("(i64.load offset=4 (local.get $n))");
    }

    @ParameterizedTest
    @MethodSource("accesses")
    void what_they_read_and_write_is_the_same_in_both_tiers(String access) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            body.append(access.formatted(i % 3 == 0 ? 0 : i));
        }
        Engine engine = Engine.create();
        Module module = engine.load(Guests.binary("(module (memory 1) (data (i32.const 0) \"" + PATTERN + "\")"
                + "(func (export \"run\") (param $n i32) (result i64) (local $sum i64)"
                + "(local.set $sum (i64.const 0x123456789abcdef))" + body + "(local.get $sum)))"));
        for (int address : new int[] {0, 1, 7, 100, 65_400, 65_480, 65_531, 65_536, -1, -70, Integer.MIN_VALUE}) {
            TickTrace.compare(engine, module, Limits.defaults(), 97, address);
            TickTrace.compare(engine, module, Limits.defaults(), Guests.UNLIMITED, address);
        }
    }
}
