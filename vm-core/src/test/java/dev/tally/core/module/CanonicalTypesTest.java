package dev.tally.core.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.assembly.Seed;
import dev.tally.core.module.CompositeType.OfArrays;
import dev.tally.core.module.CompositeType.OfFunctions;
import dev.tally.core.module.CompositeType.OfStructures;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which types are equal, whatever module they come from, and which match. */
final class CanonicalTypesTest {
    private final CanonicalTypes types = new CanonicalTypes();

    @Test
    void groups_of_the_same_shape_are_equal_across_modules() {
        int[] first = add(group(function()), group(function(to(0)), structure(to(1))));
        int[] second = add(
                group(array(to(0))), group(function()), group(function(to(1)), structure(to(2))), group(function()));
        assertThat(first).containsExactly(0, 1, 2);
        assertThat(second).containsExactly(3, 0, 1, 2, 0);
    }

    @Test
    void a_type_differs_by_the_group_it_stands_in() {
        int[] numbers = add(
                group(function()),
                group(function(), structure()),
                group(structure(), function()),
                group(function(), structure(), structure()));
        assertThat(numbers).doesNotHaveDuplicates();
    }

    @Test
    void a_reference_into_the_group_differs_from_one_to_an_equal_type_before_it() {
        int[] numbers = add(
                group(function(), structure(to(0))),
                group(function(), structure(to(2))),
                group(function(), structure(to(0))));
        assertThat(numbers[2]).isEqualTo(numbers[0]);
        assertThat(numbers[4]).isNotEqualTo(numbers[0]);
    }

    @Test
    void everything_that_a_type_says_tells_it_from_others() {
        int[] numbers = add(
                group(function()),
                group(open(function())),
                group(beneath(1, function())),
                group(function(ValueType.I32)),
                group(returning(ValueType.I32)),
                group(function(ValueType.FUNCREF)),
                group(function(ValueType.FUNCREF.nonNull())),
                group(structure()),
                group(structure(ValueType.I32)),
                group(new OfStructures(List.of(field(ValueType.I32, true)))),
                group(new OfStructures(List.of(new FieldType(StorageType.Packed.I8, false)))),
                group(new OfStructures(List.of(new FieldType(StorageType.Packed.I16, false)))),
                group(array(ValueType.I32)));
        assertThat(numbers).doesNotHaveDuplicates();
    }

    @Test
    void a_function_type_of_the_host_equals_one_that_stands_alone() {
        int[] numbers = add(group(function(ValueType.I64)), group(function(ValueType.I64), function(ValueType.I64)));
        assertThat(types.add(FunctionType.of(ValueType.I64))).isEqualTo(numbers[0]);
        int other = types.add(FunctionType.of(to(numbers[0])));
        assertThat(add(group(function(ValueType.I64)), group(function(to(0))))).containsExactly(numbers[0], other);
    }

    @Test
    void a_type_is_a_subtype_of_what_stands_above_it_over_many_steps() {
        int[] numbers = add(
                group(open(function())),
                group(beneath(0, function())),
                group(beneath(1, function())),
                group(beneath(0, function())));
        assertThat(types.depth(numbers[2])).isEqualTo(2);
        assertThat(types.isSubtype(numbers[2], numbers[0])).isTrue();
        assertThat(types.isSubtype(numbers[2], numbers[2])).isTrue();
        assertThat(types.isSubtype(numbers[0], numbers[2])).isFalse();
        assertThat(types.isSubtype(numbers[2], numbers[3])).isEqualTo(numbers[3] == numbers[1]);
    }

    @Test
    void a_type_knows_each_of_its_supertypes_by_how_many_those_have() {
        int[] numbers = add(
                group(open(function())),
                group(beneath(0, function())),
                group(beneath(1, function()), beneath(1, function())),
                group(open(structure())));
        assertThat(types.supertypeAt(numbers[2], 0)).isEqualTo(numbers[0]);
        assertThat(types.supertypeAt(numbers[2], 1)).isEqualTo(numbers[1]);
        assertThat(types.supertypeAt(numbers[3], 1)).isEqualTo(numbers[1]);
        assertThat(types.isSubtype(numbers[2], numbers[3])).isFalse();
        assertThat(types.isSubtype(numbers[2], numbers[4])).isFalse();
    }

    @Test
    void subtypes_of_random_trees_are_those_that_lead_to_their_supertype_step_by_step() {
        Random random = Seed.random("trees of types");
        List<SubType> tree = new ArrayList<>();
        int[] parents = new int[300];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = random.nextInt(4) == 0 ? -1 : random.nextInt(-1, i);
            tree.add(parents[i] < 0 ? open(structure()) : beneath(parents[i], structure()));
        }
        int[] numbers = add(new RecursiveGroup(tree));
        for (int type = 0; type < parents.length; type++) {
            BitSet above = new BitSet();
            for (int step = type; step >= 0; step = parents[step]) {
                above.set(step);
            }
            for (int other = 0; other < parents.length; other++) {
                assertThat(types.isSubtype(numbers[type], numbers[other])).isEqualTo(above.get(other));
            }
            assertThat(types.depth(numbers[type])).isEqualTo(above.cardinality() - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none, any",
        "none, eq",
        "none, i31",
        "none, struct",
        "none, array",
        "i31, eq",
        "i31, any",
        "struct, eq",
        "struct, any",
        "array, eq",
        "array, any",
        "eq, any",
        "nofunc, func",
        "noextern, extern",
        "noexn, exn",
    })
    void an_abstract_type_matches_those_above_it_and_not_the_other_way_round(String type, String other) {
        assertThat(types.matches(heapType(type), heapType(other))).isTrue();
        assertThat(types.matches(heapType(other), heapType(type))).isFalse();
        assertThat(types.matches(heapType(type), heapType(type))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "none, func",
        "none, extern",
        "nofunc, any",
        "nofunc, extern",
        "func, any",
        "extern, any",
        "exn, any",
        "i31, struct",
        "struct, array",
        "noexn, none",
        "noextern, nofunc",
    })
    void abstract_types_of_other_kinds_have_nothing_to_do_with_each_other(String type, String other) {
        assertThat(types.matches(heapType(type), heapType(other))).isFalse();
        assertThat(types.matches(heapType(other), heapType(type))).isFalse();
    }

    @Test
    void a_defined_type_stands_between_the_abstract_types_of_its_kind() {
        add(group(function()), group(structure()), group(array(ValueType.I32)));
        assertBetween(0, List.of(HeapType.FUNC), HeapType.NOFUNC);
        assertBetween(1, List.of(HeapType.STRUCT, HeapType.EQ, HeapType.ANY), HeapType.NONE);
        assertBetween(2, List.of(HeapType.ARRAY, HeapType.EQ, HeapType.ANY), HeapType.NONE);
    }

    private void assertBetween(int number, List<HeapType> above, HeapType below) {
        HeapType type = new HeapType(number);
        for (int code = -1; code >= -0x40; code--) {
            if (HeapType.isAbstract(code)) {
                HeapType other = HeapType.of(code);
                assertThat(types.matches(type, other)).as("%s", other).isEqualTo(above.contains(other));
                assertThat(types.matches(other, type)).as("%s", other).isEqualTo(other.equals(below));
            }
        }
        assertThat(types.matches(HeapType.BOTTOM, type)).isTrue();
    }

    @Test
    void what_may_be_null_does_not_match_what_may_not() {
        add(group(function()));
        ReferenceType nullable = new ReferenceType(true, new HeapType(0));
        assertThat(types.matches(nullable.nonNull(), nullable)).isTrue();
        assertThat(types.matches(nullable, nullable.nonNull())).isFalse();
        assertThat(types.matches(nullable, ValueType.FUNCREF)).isTrue();
        assertThat(types.matches(nullable, ValueType.FUNCREF.nonNull())).isFalse();
        assertThat(types.matches(nullable, ValueType.I32)).isFalse();
        assertThat(types.matches(ValueType.I32, nullable)).isFalse();
        assertThat(types.matches(ValueType.I32, ValueType.I64)).isFalse();
    }

    @Test
    void functions_take_what_is_above_and_return_what_is_beneath() {
        ReferenceType any = ValueType.FUNCREF;
        ReferenceType some = any.nonNull();
        assertThat(types.matches(function(any), function(some))).isTrue();
        assertThat(types.matches(function(some), function(any))).isFalse();
        assertThat(types.matches(returning(some), returning(any))).isTrue();
        assertThat(types.matches(returning(any), returning(some))).isFalse();
        assertThat(types.matches(function(any), function(any, any))).isFalse();
        assertThat(types.matches(function(), structure())).isFalse();
    }

    @Test
    void fields_that_can_be_written_match_only_themselves() {
        ReferenceType any = ValueType.FUNCREF;
        ReferenceType some = any.nonNull();
        assertThat(types.matches(structure(some), structure(any))).isTrue();
        assertThat(types.matches(structure(some, any), structure(any))).isTrue();
        assertThat(types.matches(structure(any), structure(some, any))).isFalse();
        assertThat(types.matches(new OfArrays(field(some, true)), new OfArrays(field(any, true))))
                .isFalse();
        assertThat(types.matches(new OfArrays(field(any, true)), new OfArrays(field(any, true))))
                .isTrue();
        assertThat(types.matches(new OfArrays(field(any, true)), new OfArrays(field(any, false))))
                .isFalse();
        assertThat(types.matches(new OfArrays(new FieldType(StorageType.Packed.I8, false)), array(ValueType.I32)))
                .isFalse();
        assertThat(types.matches(array(ValueType.I32), structure(ValueType.I32)))
                .isFalse();
    }

    private int[] add(RecursiveGroup... groups) {
        return types.addAll(new TypeSection(Arrays.asList(groups)));
    }

    private static RecursiveGroup group(Object... entries) {
        List<SubType> group = new ArrayList<>();
        for (Object entry : entries) {
            group.add(entry instanceof SubType type ? type : SubType.of((CompositeType) entry));
        }
        return new RecursiveGroup(group);
    }

    private static SubType open(CompositeType type) {
        return new SubType(false, IntLists.immutable.empty(), type);
    }

    private static SubType beneath(int supertype, CompositeType type) {
        return new SubType(false, IntLists.immutable.of(supertype), type);
    }

    private static CompositeType function(ValueType... parameters) {
        return new OfFunctions(FunctionType.of(parameters));
    }

    private static CompositeType returning(ValueType... results) {
        return new OfFunctions(FunctionType.of().returning(results));
    }

    private static CompositeType structure(ValueType... fields) {
        return new OfStructures(
                Arrays.stream(fields).map(type -> field(type, false)).toList());
    }

    private static CompositeType array(ValueType element) {
        return new OfArrays(field(element, false));
    }

    private static FieldType field(ValueType type, boolean mutable) {
        return new FieldType(new StorageType.Unpacked(type), mutable);
    }

    private static ReferenceType to(int index) {
        return new ReferenceType(false, new HeapType(index));
    }

    private static HeapType heapType(String name) {
        for (int code = -1; code >= -0x40; code--) {
            if (HeapType.of(code).toString().equals(name)) {
                return HeapType.of(code);
            }
        }
        throw new IllegalArgumentException("no abstract type is called " + name);
    }
}
