package dev.tally.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.RandomModule;
import dev.tally.core.assembly.SampleModules;
import dev.tally.core.assembly.Seed;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.module.ModuleDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer writes is read as the module that it was given. */
final class TextWriterTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();
    private static final int RANDOM_MODULES = 500;
    private static final int DEEP = 20_000;

    @Test
    void text_tells_names_types_and_instructions() {
        ModuleDefinition module = read("""
            (module $life
              (import "host" "print" (func $print (param i32)))
              (memory (export "memory") 1 2)
              (data (i32.const 8) "a\\"\\00")
              (func $"a b" (export "run") (param i32) (result i32) (local i32 i32)
                (if (result i32) (local.get 0)
                  (then (call $print (local.get 0)) (i32.load offset=4 (i32.const 8)))
                  (else (i32.const -1)))))
            """);
        assertThat(TextWriter.write(module)).isEqualTo("""
            (module $life
              (type (;0;) (func (param i32)))
              (type (;1;) (func (param i32) (result i32)))
              (import "host" "print" (func $print (;0;) (type 0) (param i32)))
              (func $"a b" (;1;) (type 1) (param i32) (result i32)
                (local i32 i32)
                local.get 0
                if (result i32)
                  local.get 0
                  call $print
                  i32.const 8
                  i32.load offset=4
                else
                  i32.const -1
                end)
              (memory (;0;) 1 2)
              (export "memory" (memory 0))
              (export "run" (func $"a b"))
              (data (;0;) (i32.const 8) "a\\"\\00"))
            """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(func (drop (f32.const nan:0x200000)) (drop (f64.const -inf)) (drop (f32.const 0x1p-149)))",
                "(func (drop (f64.const 0x1.fffffffffffffp1023)) (drop (f64.const -0)) (drop (f32.const 16777217)))",
                "(func (drop (i32.const 0x8000_0000)) (drop (i64.const -0x8000_0000_0000_0000)))",
                "(memory i64 1 0x1_0000) (table i64 0 0xffff_ffff_ffff_ffff funcref)",
                "(memory 1) (memory 1) (data (memory 1) (i32.const 0) \"\\ff\") (data \"p\")"
                        + " (func (memory.init 1 1 (i32.const 0) (i32.const 0) (i32.const 0)) (data.drop 0)"
                        + " (memory.copy 1 0 (i32.const 0) (i32.const 0) (i32.const 0)) (drop (memory.size 1))"
                        + " (drop (i64.load8_s 1 offset=7 (i32.const 0))) (drop (i64.load align=2 (i32.const 0))))",
                "(table 1 funcref) (table 1 externref) (func $f) (elem (i32.const 0) $f) (elem declare func $f)"
                        + " (elem (table 1) (offset (i32.const 0)) externref (ref.null extern)) (elem funcref (item))"
                        + " (elem (i32.const 0) funcref (item ref.func 0) (item i32.const 1 i32.const 2))",
                "(table $t 2 (ref $f) (ref.func $g)) (type $f (func)) (func $g (type $f)) (func (call_ref $f"
                        + " (table.get $t (i32.const 0))) (call_indirect $t (type $f) (i32.const 1)))",
                "(rec (type $a (sub (struct (field i8 (mut i16)) (field (ref null $b)))))"
                        + " (type $b (sub final $a (struct (field i8 (mut i16)) (field (ref null $b) f64)))))"
                        + " (type (array (mut (ref $a)))) (rec)",
                "(type $s (sub (struct (field $a i8) (field $b (mut i64))))) (type $v (array (mut (ref null $s))))"
                        + " (type $t (sub final $s (struct (field $a i8) (field $c (mut i64)) (field i31ref))))"
                        + " (func (param anyref) (result i64) (block $l (result (ref $t))"
                        + " (br_on_cast $l anyref (ref $t) (local.get 0)) (drop) (i64.const 0) (return))"
                        + " (struct.get $t $c)) (func (struct.set $s $b (ref.null none) (i64.const 1)))"
                        + " (func (drop (struct.get_s $s $a (struct.new_default $s)))"
                        + " (drop (array.new_fixed $v 2 (ref.null $s) (ref.null $t)))"
                        + " (array.copy $v $v (ref.null $v) (i32.const 0) (ref.null $v) (i32.const 0) (i32.const 1)))"
                        + " (func (param eqref) (drop (ref.test i31ref (local.get 0))) (drop (ref.test (ref i31)"
                        + " (local.get 0))) (drop (ref.cast (ref null $v) (local.get 0))) (drop (ref.cast (ref array)"
                        + " (local.get 0))) (block (result eqref) (br_on_cast_fail 0 eqref structref (local.get 0)))"
                        + " (drop)) (global (ref $v) (array.new $v (ref.null $s) (i32.const 3)))",
                "(data $d \"abc\") (elem $e i31ref (item ref.i31 (i32.const 1))) (type $b (array (mut i8))) (type $r"
                        + " (array (mut i31ref))) (func (drop (array.new_data $b $d (i32.const 0) (i32.const 1))) (drop"
                        + " (array.new_elem $r $e (i32.const 0) (i32.const 1))) (array.init_data $b $d (ref.null $b)"
                        + " (i32.const 0) (i32.const 0) (i32.const 0)) (array.init_elem $r $e (ref.null $r) (i32.const 0)"
                        + " (i32.const 0) (i32.const 0)) (array.fill $b (ref.null $b) (i32.const 0) (i32.const 0)"
                        + " (i32.const 0)))",
                "(tag (import \"\" \"i\") (param i64)) (tag $e (export \"e\") (param $x i32)) (tag)"
                        + " (export \"f\" (tag 2)) (@custom \"c\" (after tag) \"x\")",
                "(import \"\" \"i\" (tag $i (type $t))) (type $t (func)) (tag $e (param i32)) (func (block $h (result"
                        + " i32 exnref) (block $a (result exnref) (try_table $l (result i32) (catch $e 2) (catch_ref $e"
                        + " $h) (catch_all 2) (catch_all_ref $a) (throw $e (i32.const 1))) (drop) (br 2)) (throw_ref))"
                        + " (drop) (drop)) (func try_table end try_table $l br $l end)",
                "(func (param i32) (result i32) (block $l (result i32) (br_table 0 $l 0 (local.get 0) (local.get 0))))",
                "(func (result i64 i32) (block (result i64 i32) (i64.const 1) (i32.const 2)) (select (result i32)"
                        + " (i32.const 1) (i32.const 2) (i32.const 3)) (drop))",
                "(global $g (import \"\" \"\\u{1F600}\") (mut i32)) (global i32 (i32.add (i32.const 1) (i32.const 2)))",
                "(func $f) (start $f) (export \"\\t\" (func $f))",
                "(module (func (@name \"\")) (func $a) (func (@name \"a\")))",
                "(module $\"\\u{202E}\" (func))",
                "(module (func $a) (@custom \"name\" \"\\00\\02\\01x\") (@custom \"b\" (before first) \"\\00\"))",
                "(module (@custom \"a\" (after elem) \"x\") (@custom \"b\" (before code)) (@custom \"c\" (after"
                        + " start)))"
            })
    void text_is_read_as_it_was_written(String text) {
        assertStable(read(text));
    }

    @Test
    void samples_and_random_modules_are_read_as_they_were_written() {
        SampleModules.all().forEach(bytes -> assertStable(BinaryReader.read(bytes, LIMITS)));
        Random random = Seed.random("written texts");
        for (int i = 0; i < RANDOM_MODULES; i++) {
            assertStable(BinaryReader.read(RandomModule.draw(random).bytes(), LIMITS));
        }
    }

    @Test
    void text_of_deep_nesting_grows_with_the_code_alone() {
        ModuleDefinition module = read("(func " + "block ".repeat(DEEP) + "end ".repeat(DEEP) + ")");
        assertThat(TextWriter.write(module).length()).isLessThan(DEEP * 200);
        assertStable(module);
    }

    /** Whether a module is read from its own text, up to the encoding that only its bytes tell. */
    private static void assertStable(ModuleDefinition module) {
        String text = TextWriter.write(module);
        ModuleDefinition read = read(text);
        assertThat(TextWriter.write(read)).isEqualTo(text);
        byte[] bytes = BinaryWriter.write(read);
        assertThat(BinaryReader.read(bytes, LIMITS)).isEqualTo(read);
        assertThat(BinaryWriter.write(read(TextWriter.write(BinaryReader.read(bytes, LIMITS)))))
                .isEqualTo(bytes);
    }

    private static ModuleDefinition read(String text) {
        return TextReader.read(text.getBytes(StandardCharsets.UTF_8), LIMITS).definition();
    }
}
