package dev.tally.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.compile.LeavingPlace.Action;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.DynamicConstantPoolEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What methods know of the places at which they are left. */
final class LeavingPlaceTest {
    /** Each number that takes one digit, and some that take two. */
    private static final int NUMBERS = 40_000;

    private static LeavingPlace place(int[] slots, long... constants) {
        return new LeavingPlace(Action.CALL, 3, 1_000_000, 70_000, 12, 50_000, true, slots, constants);
    }

    @Test
    void a_place_is_read_as_it_was_written() {
        int[] slots = IntStream.concat(IntStream.range(0, NUMBERS), IntStream.of(LeavingPlace.NOWHERE))
                .toArray();
        LeavingPlace place = place(slots, 0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 0x8000, 0x4000, 0x3FFF);
        LeavingPlace read = LeavingPlace.of(place.encoded());
        assertThat(read).usingRecursiveComparison().isEqualTo(place);
    }

    @Test
    void what_it_consists_of_may_be_the_name_of_a_field() {
        String name = place(IntStream.range(0, NUMBERS).toArray(), -1).encoded();
        assertThat(name.chars().filter(character -> ".;[/<>".indexOf(character) >= 0))
                .as("characters that the class file format forbids in names")
                .isEmpty();
        assertThat(name.chars().filter(character -> Character.isSurrogate((char) character)))
                .isEmpty();
    }

    /** HotSpot makes them on the thread that has called a method often enough, so in the middle of a tick. */
    @ParameterizedTest
    @ValueSource(ints = {CompileBudget.MOST_METHOD_BYTES, 300})
    void no_class_has_strings(int methodBytes) throws Exception {
        ValidModule module = Modules.of("""
            (func $f (param i32 f64) (result i32) (local.get 0))
            (func (param i32) (local i64)
              (loop
                (local.set 1 (i64.add (local.get 1) (i64.const 1)))
                (drop (call $f (i32.div_s (i32.const 7) (local.get 0)) (f64.const 1)))
                (br_if 0 (i64.lt_s (local.get 1) (i64.const 100)))))\
            """);
        byte[] bytes = FunctionCompiler.compile(module, 1, Liveness.of(module, 1), -1, methodBytes, Metering.WRITTEN);
        List<PoolEntry> entries = new ArrayList<>();
        ClassFile.of().parse(bytes).constantPool().forEach(entries::add);
        assertThat(entries).hasAtLeastOneElementOfType(DynamicConstantPoolEntry.class);
        assertThat(entries).doesNotHaveAnyElementsOfTypes(StringEntry.class);
    }
}
