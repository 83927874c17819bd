package dev.tally.heap.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.check.CommitFailure;
import dev.tally.heap.check.HeapWalk;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Strings in the arena behave like those of the JVM, and cost what they should. */
final class StringsTest {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "b",
            "ab",
            "abc",
            "abd",
            "abcd",
            "\ud83d\ude00",
            "\ude00",
            "\ud83d",
            "\u0000",
            "\uffff",
            "\u0100",
            "\u00ff");

    private final Arena arena = new Arena(1 << 20);
    private final Strings strings = arena.strings();

    @Test
    void texts_go_in_and_come_out() {
        for (String text : TEXTS) {
            int reference = strings.allocate(text);
            assertThat(strings.toJavaString(reference)).isEqualTo(text);
            assertThat(strings.length(reference)).isEqualTo(text.length());
            for (int index = 0; index < text.length(); index++) {
                assertThat(strings.charAt(reference, index)).isEqualTo(text.charAt(index));
            }
        }
        assertThat(HeapWalk.verify(arena)).isEqualTo(TEXTS.size());
    }

    @Test
    void code_points_agree_with_the_jvm() {
        for (int codePoint : new int[] {0, 'a', 0xd7ff, 0xd83d, 0xde00, 0xffff, 0x10000, 0x1f600, 0x10ffff}) {
            int made = strings.fromCodePoint(codePoint);
            assertThat(strings.toJavaString(made)).isEqualTo(Character.toString(codePoint));
            assertThat(strings.codePointAt(made, 0)).isEqualTo(codePoint);
        }
        for (String text : List.of("\ud83d\ude00", "\ude00\ud83d", "\ud83dx", "\ud83d", "x\ud83d\ude00")) {
            int made = strings.allocate(text);
            for (int index = 0; index < text.length(); index++) {
                assertThat(strings.codePointAt(made, index)).isEqualTo(text.codePointAt(index));
            }
        }
        HeapWalk.verify(arena);
    }

    @Test
    void units_go_into_arrays_of_16_bits_and_come_out() {
        int type = arena.objects().shapes().add(new Shape.Array(Storage.I16));
        int array = arena.objects().newArray(type, 10);
        int text = strings.allocate("abc\ud83d\ude00");
        long[] mark = arena.counters().mark();
        strings.intoCharCodeArray(text, 0, array, 2, 2);
        strings.intoCharCodeArray(text, 2, array, 4, 3);
        strings.countCopy();
        assertThat(strings.toJavaString(strings.fromCharCodeArray(array, 2, 7))).isEqualTo("abc\ud83d\ude00");
        assertThat(strings.toJavaString(strings.fromCharCodeArray(array, 0, 3))).isEqualTo("\0\0a");
        assertThat(strings.toJavaString(strings.fromCharCodeArray(array, 10, 10)))
                .isEmpty();
        assertThat(arena.counters().since(mark, HeapColumn.COPIES)).isEqualTo(4);
        assertThat(arena.counters().since(mark, HeapColumn.COPIED_BYTES)).isEqualTo(2 * (5 + 5 + 3));
        assertThat(arena.counters().since(mark, HeapColumn.STRING_ALLOCATIONS)).isEqualTo(3);
        HeapWalk.verify(arena);
    }

    @Test
    void only_references_to_strings_are_strings() {
        assertThat(strings.isString(strings.allocate(""))).isTrue();
        assertThat(strings.isString(Reference.NULL)).isFalse();
        assertThat(strings.isString(Reference.function(1))).isFalse();
        assertThat(strings.isString(Reference.hostHandle(1))).isFalse();
        assertThat(strings.isString(Reference.i31(4))).isFalse();
    }

    @Test
    void joining_and_cutting_and_comparing_agree_with_the_jvm() {
        for (String first : TEXTS) {
            for (String second : TEXTS) {
                int a = strings.allocate(first);
                int b = strings.allocate(second);
                assertThat(strings.toJavaString(strings.concat(a, b))).isEqualTo(first + second);
                assertThat(strings.equal(a, b)).isEqualTo(first.equals(second));
                assertThat(strings.compare(a, b)).isEqualTo(Integer.signum(first.compareTo(second)));
            }
            int whole = strings.allocate(first);
            for (int from = 0; from <= first.length(); from++) {
                for (int to = from; to <= first.length(); to++) {
                    assertThat(strings.toJavaString(strings.substring(whole, from, to)))
                            .isEqualTo(first.substring(from, to));
                }
            }
        }
        HeapWalk.verify(arena);
    }

    @Test
    void a_string_joins_itself() {
        int reference = strings.allocate("ab");
        assertThat(strings.toJavaString(strings.concat(reference, reference))).isEqualTo("abab");
    }

    @Test
    void order_is_by_unsigned_code_units_whichever_byte_of_them_differs() {
        assertThat(strings.compare(strings.allocate("\u0102"), strings.allocate("\u0201")))
                .isEqualTo(-1);
        assertThat(strings.compare(strings.allocate("\uffff"), strings.allocate("\u0001")))
                .isEqualTo(1);
        assertThat(strings.compare(strings.allocate("x\u0001"), strings.allocate("x\u0101")))
                .isEqualTo(-1);
    }

    @Test
    void a_code_unit_is_taken_from_the_low_16_bits() {
        assertThat(strings.toJavaString(strings.fromCharCode('z'))).isEqualTo("z");
        assertThat(strings.toJavaString(strings.fromCharCode(0x12345678))).isEqualTo("\u5678");
        assertThat(strings.toJavaString(strings.fromCharCode(-1))).isEqualTo("\uffff");
    }

    @Test
    void every_way_of_making_a_string_is_counted_once_in_its_columns() {
        int first = strings.allocate("abcd");
        int second = strings.materialise("efghi");
        assertColumns(1, 16, 1, 24, 0, 0);
        strings.concat(first, second);
        assertColumns(2, 16 + 32, 1, 24, 1, 18);
        strings.substring(first, 1, 3);
        assertColumns(3, 16 + 32 + 16, 1, 24, 2, 22);
        strings.fromCharCode('x');
        assertColumns(4, 16 + 32 + 16 + 16, 1, 24, 2, 22);
        assertThat(arena.quota().charged()).isEqualTo(16 + 24 + 32 + 16 + 16);
        assertThat(arena.counters().value(HeapColumn.OBJECT_BYTES)).isEqualTo(16 + 24 + 32 + 16 + 16);
    }

    private void assertColumns(long allocations, long allocated, long made, long madeBytes, long copies, long copied) {
        assertThat(new long[] {
                    arena.counters().value(HeapColumn.STRING_ALLOCATIONS),
                    arena.counters().value(HeapColumn.STRING_ALLOCATED_BYTES),
                    arena.counters().value(HeapColumn.MATERIALISATIONS),
                    arena.counters().value(HeapColumn.MATERIALISED_BYTES),
                    arena.counters().value(HeapColumn.COPIES),
                    arena.counters().value(HeapColumn.COPIED_BYTES)
                })
                .containsExactly(allocations, allocated, made, madeBytes, copies, copied);
    }

    @Test
    void reading_counts_nothing() {
        int a = strings.allocate("abc");
        int b = strings.allocate("abd");
        long[] before = arena.counters().mark();
        strings.length(a);
        strings.charAt(a, 1);
        strings.equal(a, b);
        strings.compare(a, b);
        strings.toJavaString(a);
        strings.isString(a);
        assertThat(arena.counters().mark()).isEqualTo(before);
    }

    @Test
    void each_kind_of_string_fits_at_exactly_the_quota_and_one_byte_less_is_refused() {
        assertExact(32, made -> made.allocate("123456789abc"));
        assertExact(32, made -> made.materialise("123456789abc"));
        assertExact(16, made -> made.fromCharCode('x'));
        assertExact(16 + 24, made -> {
            int first = made.allocate("abcd");
            return made.concat(first, first);
        });
        assertExact(16 + 16, made -> made.substring(made.allocate("abcd"), 0, 4));
    }

    private static void assertExact(long quota, ToIntFunction<Strings> script) {
        Arena fits = new Arena(quota);
        assertThat(script.applyAsInt(fits.strings())).isNotEqualTo(Reference.NULL);
        assertThat(fits.quota().available()).isZero();
        assertThat(fits.counters().value(HeapColumn.QUOTA_REFUSALS)).isZero();
        assertThat(fits.objectSpace().bytes()).hasSize((int) quota + ObjectSpace.FIRST_OBJECT);

        Arena tooSmall = new Arena(quota - 1);
        assertThat(script.applyAsInt(tooSmall.strings())).isEqualTo(Reference.NULL);
        assertThat(tooSmall.counters().value(HeapColumn.QUOTA_REFUSALS)).isEqualTo(1);
        HeapWalk.verify(tooSmall);
    }

    @Test
    void what_the_quota_refuses_changes_nothing_but_the_count_of_refusals() {
        Arena small = new Arena(40);
        int reference = small.strings().allocate("abcd");
        long[] before = small.counters().mark();
        int end = small.objectSpace().oldEnd();

        assertThat(small.strings().concat(reference, small.strings().concat(reference, reference)))
                .isEqualTo(Reference.NULL);

        assertThat(small.objectSpace().oldEnd()).isEqualTo(end + 24);
        assertThat(small.counters().since(before, HeapColumn.STRING_ALLOCATIONS))
                .isEqualTo(1);
    }

    @Test
    void the_largest_quota_does_not_overflow() {
        Arena vast = new Arena(Long.MAX_VALUE);
        int reference = vast.strings().allocate("text");
        assertThat(vast.strings().toJavaString(reference)).isEqualTo("text");
        vast.strings().reserve(Long.MAX_VALUE);
        assertThat(vast.committedBytes()).isEqualTo(1024);
    }

    @Test
    void reserving_charges_nothing_and_lets_the_allocation_after_it_commit_nothing() {
        strings.reserve(10_000);
        assertThat(arena.quota().charged()).isZero();
        CommitFailure.failNextCommit(arena);
        int reference = strings.allocate("x".repeat(4_000));
        assertThat(strings.length(reference)).isEqualTo(4_000);
    }

    @Test
    void what_could_never_be_allocated_is_not_reserved() {
        Arena small = new Arena(100);
        small.strings().reserve(101);
        small.strings().reserve(Long.MAX_VALUE);
        assertThat(small.committedBytes()).isZero();
        small.strings().reserve(100);
        assertThat(small.committedBytes()).isEqualTo(108);
    }

    @Test
    void a_jvm_without_room_leaves_strings_and_arena_unchanged_and_all_can_be_tried_again() {
        int reference = strings.allocate("x".repeat(400));
        byte[] bytes = arena.objectSpace().bytes();
        int end = arena.objectSpace().oldEnd();
        long[] before = arena.counters().mark();
        List<Runnable> attempts = List.of(
                () -> strings.allocate("y".repeat(300)),
                () -> strings.materialise("y".repeat(300)),
                () -> strings.concat(reference, reference),
                () -> strings.substring(reference, 0, 300),
                () -> strings.reserve(2000));
        for (Runnable attempt : attempts) {
            CommitFailure.failNextCommit(arena);
            assertThatThrownBy(attempt::run).isInstanceOf(HostResourceException.class);
            assertThat(arena.objectSpace().bytes()).isSameAs(bytes);
            assertThat(arena.objectSpace().oldEnd()).isEqualTo(end);
            assertThat(arena.counters().mark()).isEqualTo(before);
        }
        attempts.forEach(Runnable::run);
        assertThat(HeapWalk.verify(arena)).isEqualTo(5);
    }

    @Test
    void the_space_grows_in_few_steps() {
        while (strings.fromCharCode('x') != Reference.NULL) {
            // Until the quota is used up.
        }
        assertThat(arena.counters().value(HeapColumn.STRING_ALLOCATIONS)).isEqualTo((1 << 20) / 16);
        assertThat(arena.counters().value(HeapColumn.OBJECT_SPACE_GROWTHS)).isEqualTo(12);
        assertThat(HeapWalk.verify(arena)).isEqualTo((1 << 20) / 16);
    }
}
