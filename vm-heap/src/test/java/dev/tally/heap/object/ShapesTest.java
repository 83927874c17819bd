package dev.tally.heap.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.arena.Arena;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where fields and elements lie, and what a collector is told of them. */
final class ShapesTest {
    private final Shapes shapes = new Arena(0).objects().shapes();

    @Test
    void strings_have_the_first_id() {
        assertThat(shapes.shape(ObjectLayout.STRING_TYPE)).isEqualTo(new Shape.Text());
        assertThat(shapes.count()).isEqualTo(2);
        assertThat(shapes.arrayBytes(ObjectLayout.STRING_TYPE, 3)).isEqualTo(16);
    }

    @Test
    void fields_lie_in_order_each_at_a_multiple_of_its_size_and_a_vector_at_one_of_8() {
        int type = shapes.add(new Shape.Struct(List.of(
                Storage.I8, Storage.I16, Storage.REFERENCE, Storage.I8, Storage.I64, Storage.I8, Storage.V128)));
        assertThat(offsets(type, 7)).containsExactly(8, 10, 12, 16, 24, 32, 40);
        assertThat(shapes.structBytes(type)).isEqualTo(56);
        assertThat(shapes.hasReferences(type)).isTrue();
        assertThat(shapes.referenceOffset(shapes.firstReference(type))).isEqualTo(12);
        assertThat(shapes.firstReference(type + 1) - shapes.firstReference(type))
                .isOne();
    }

    @Test
    void a_subtype_begins_like_its_supertype() {
        int type = shapes.add(new Shape.Struct(List.of(Storage.I8, Storage.I64)));
        int subtype = shapes.add(new Shape.Struct(List.of(Storage.I8, Storage.I64, Storage.I8, Storage.REFERENCE)));
        assertThat(offsets(subtype, 4)).startsWith(offsets(type, 2));
    }

    @Test
    void a_struct_without_fields_is_a_header() {
        int type = shapes.add(new Shape.Struct(List.of()));
        assertThat(shapes.structBytes(type)).isEqualTo(8);
        assertThat(shapes.hasReferences(type)).isFalse();
    }

    @Test
    void elements_of_arrays_are_packed() {
        for (Storage storage : Storage.values()) {
            int type = shapes.add(new Shape.Array(storage));
            assertThat(shapes.isArray(type)).isTrue();
            assertThat(1 << shapes.elementShift(type)).isEqualTo(storage.bytes());
            assertThat(shapes.elementsAreReferences(type)).isEqualTo(storage == Storage.REFERENCE);
            for (int length : new int[] {0, 1, 7, 8, 9, 1000, Integer.MAX_VALUE}) {
                long exact = 8 + (long) length * storage.bytes();
                assertThat(shapes.arrayBytes(type, length)).isBetween(exact, exact + 7);
                assertThat(shapes.arrayBytes(type, length) % 8).isZero();
            }
        }
    }

    @Test
    void a_length_above_two_billion_is_a_size_that_no_quota_admits() {
        int type = shapes.add(new Shape.Array(Storage.I8));
        assertThat(shapes.arrayBytes(type, -1)).isEqualTo((1L << 32) + 8);
    }

    @Test
    void many_shapes_with_many_references_are_told_apart() {
        int[] types = IntStream.range(0, 300)
                .map(count -> shapes.add(new Shape.Thrown(Collections.nCopies(count, Storage.REFERENCE))))
                .toArray();
        for (int count = 0; count < types.length; count++) {
            int first = shapes.firstReference(types[count]);
            assertThat(shapes.firstReference(types[count] + 1) - first).isEqualTo(count);
            assertThat(shapes.fields(types[count])).hasSize(count);
            for (int field = 0; field < count; field++) {
                assertThat(shapes.referenceOffset(first + field)).isEqualTo(8 + 4 * field);
            }
        }
    }

    @Test
    void a_map_shows_references_in_the_first_63_places_and_tells_when_there_are_others() {
        assertThat(map(new Shape.Struct(List.of(Storage.I64, Storage.I32)))).isZero();
        assertThat(map(new Shape.Struct(List.of(Storage.REFERENCE, Storage.I64, Storage.REFERENCE))))
                .isEqualTo(0b10001);
        assertThat(map(new Shape.Thrown(Collections.nCopies(63, Storage.REFERENCE))))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(map(new Shape.Struct(Collections.nCopies(64, Storage.REFERENCE))))
                .isEqualTo(Shapes.NO_MAP);
        assertThat(map(new Shape.Array(Storage.REFERENCE))).isEqualTo(Shapes.NO_MAP);
        assertThat(map(new Shape.Array(Storage.I32))).isZero();
        assertThat(shapes.referenceMap(ObjectLayout.STRING_TYPE)).isZero();
    }

    private long map(Shape shape) {
        int type = shapes.add(shape);
        assertThat(shapes.hasReferences(type)).isEqualTo(shapes.referenceMap(type) != 0);
        return shapes.referenceMap(type);
    }

    @Test
    void no_type_has_an_id_that_was_not_given() {
        assertThatThrownBy(() -> shapes.shape(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> shapes.shape(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private Integer[] offsets(int type, int fields) {
        return IntStream.range(0, fields)
                .mapToObj(field -> shapes.fieldOffset(type, field))
                .toArray(Integer[]::new);
    }
}
