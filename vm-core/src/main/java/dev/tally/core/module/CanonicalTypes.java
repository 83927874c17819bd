package dev.tally.core.module;

import dev.tally.core.module.CompositeType.OfArrays;
import dev.tally.core.module.CompositeType.OfFunctions;
import dev.tally.core.module.CompositeType.OfStructures;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Numbers for defined types, the same for two types if and only if the specification calls them equal: they stand at the
 * same place of recursive groups of the same shape, whatever module they come from (section "Types: Recursive Types").
 * Whoever asks whether one type matches another asks here, about types whose references are canonical numbers.
 *
 * <p>Numbers follow from the order in which groups are added and from nothing else. Each type knows the line of types
 * above it, from the topmost down, so that whether it stands beneath another is told by one look at the place where that
 * one would be: a question takes constant time. Siblings share one line. Adding takes time linear in the groups and, for
 * each type that has subtypes, in its depth, which validation limits.
 */
public final class CanonicalTypes {
    private static final HeapType[] TOPS = {HeapType.ANY, HeapType.FUNC, HeapType.EXTERN, HeapType.EXN};
    private static final int[] NOTHING = {};

    private record Place(int firstNumber) {}

    private final Map<String, Place> groups = new HashMap<>();
    private final List<SubType> types = new ArrayList<>();

    /** For each type the numbers of its supertypes, the topmost first. */
    private final List<int[]> lines = new ArrayList<>();

    /** For each type the line of those that declare it as their supertype, or nothing as long as there are none. */
    private final List<int[]> linesBeneath = new ArrayList<>();

    /**
     * Adds the types of a module, whose references are known to lead to their own group or before it.
     *
     * @return the number of each type by its index in the module
     */
    public int[] addAll(TypeSection section) {
        MutableIntList numbers = IntLists.mutable.empty();
        section.groups().forEach(group -> add(group, numbers));
        return numbers.toArray();
    }

    /**
     * Adds the next group of a module.
     *
     * @param numbers the numbers of the module's types before the group; those of the group are appended
     */
    public void add(RecursiveGroup group, MutableIntList numbers) {
        int first = add(group, numbers.size(), numbers::get);
        for (int i = 0; i < group.types().size(); i++) {
            numbers.add(first + i);
        }
    }

    /** Adds a function type that stands alone and whose references are canonical already; answers its number. */
    public int add(FunctionType type) {
        return add(new RecursiveGroup(List.of(SubType.of(type))), Integer.MAX_VALUE, IntUnaryOperator.identity());
    }

    private int add(RecursiveGroup group, int base, IntUnaryOperator earlier) {
        int first = types.size();
        Place known = groups.putIfAbsent(GroupKey.of(group, base, earlier), new Place(first));
        if (known != null) {
            return known.firstNumber;
        }
        Renumbering canonical =
                new Renumbering(index -> index < base ? earlier.applyAsInt(index) : first + (index - base));
        for (SubType type : group.types()) {
            SubType renumbered = canonical.of(type);
            ImmutableIntList supertypes = renumbered.supertypes();
            lines.add(supertypes.isEmpty() ? NOTHING : lineBeneath(supertypes.get(0)));
            linesBeneath.add(NOTHING);
            types.add(renumbered);
        }
        return first;
    }

    private int[] lineBeneath(int supertype) {
        int[] line = linesBeneath.get(supertype);
        if (line.length == 0) {
            int[] above = lines.get(supertype);
            line = Arrays.copyOf(above, above.length + 1);
            line[above.length] = supertype;
            linesBeneath.set(supertype, line);
        }
        return line;
    }

    /** The type with this number; its references are canonical. */
    public SubType type(int number) {
        return types.get(number);
    }

    /** How many supertypes a type has, one above the other. */
    public int depth(int number) {
        return lines.get(number).length;
    }

    /**
     * The supertype of a type that has so many supertypes itself.
     *
     * @param depth less than the type's own depth
     */
    public int supertypeAt(int number, int depth) {
        return lines.get(number)[depth];
    }

    /** Whether a type is the other or declares it as its supertype, over however many steps. */
    public boolean isSubtype(int number, int other) {
        if (number == other) {
            return true;
        }
        int[] line = lines.get(number);
        int depth = depth(other);
        return depth < line.length && line[depth] == other;
    }

    /** Whether every value of one type is also one of the other. */
    public boolean matches(ValueType type, ValueType other) {
        return type.equals(other)
                || (type instanceof ReferenceType(boolean nullable, HeapType heapType)
                        && other instanceof ReferenceType(boolean otherNullable, HeapType otherHeapType)
                        && (otherNullable || !nullable)
                        && matches(heapType, otherHeapType));
    }

    /** Whether every value of one heap type is also one of the other. */
    public boolean matches(HeapType type, HeapType other) {
        if (type.equals(other) || type.equals(HeapType.BOTTOM)) {
            return true;
        }
        if (type.concrete() && other.concrete()) {
            return isSubtype(type.index(), other.index());
        }
        if (other.concrete()) {
            return type.equals(abstractOf(other).equals(HeapType.FUNC) ? HeapType.NOFUNC : HeapType.NONE);
        }
        HeapType kind = type.concrete() ? abstractOf(type) : type;
        return kind.equals(other) || matchesAbstract(kind, other);
    }

    /** The type at the top of the tree that a type stands in; that of the bottom type is itself. */
    public HeapType top(HeapType type) {
        HeapType kind = type.concrete() ? abstractOf(type) : type;
        for (HeapType top : TOPS) {
            if (kind.equals(top) || matchesAbstract(kind, top)) {
                return top;
            }
        }
        return kind;
    }

    /** The abstract type of all types of the same kind. */
    private HeapType abstractOf(HeapType type) {
        return switch (types.get(type.index()).composite()) {
            case OfFunctions ignored -> HeapType.FUNC;
            case OfStructures ignored -> HeapType.STRUCT;
            case OfArrays ignored -> HeapType.ARRAY;
        };
    }

    /**
     * The abstract types, each beneath what it matches.
     *
     * <pre>
     *         any                func     extern     exn
     *          |                  |         |         |
     *         eq                nofunc   noextern   noexn
     *      /   |    \
     *    i31 struct array
     *      \   |    /
     *        none
     * </pre>
     */
    private static boolean matchesAbstract(HeapType type, HeapType other) {
        if (type.equals(HeapType.NONE)) {
            return isOwn(other);
        }
        if (type.equals(HeapType.NOFUNC)) {
            return other.equals(HeapType.FUNC);
        }
        if (type.equals(HeapType.NOEXTERN)) {
            return other.equals(HeapType.EXTERN);
        }
        if (type.equals(HeapType.NOEXN)) {
            return other.equals(HeapType.EXN);
        }
        return isOwn(type) && (other.equals(HeapType.ANY) || other.equals(HeapType.EQ)) && !type.equals(HeapType.ANY);
    }

    /** Whether it is one of {@code any} and the types beneath it that have values. */
    private static boolean isOwn(HeapType type) {
        return type.equals(HeapType.ANY)
                || type.equals(HeapType.EQ)
                || type.equals(HeapType.I31)
                || type.equals(HeapType.STRUCT)
                || type.equals(HeapType.ARRAY);
    }

    /** Whether a composite type may stand beneath another that it declares as its supertype. */
    public boolean matches(CompositeType type, CompositeType other) {
        return switch (type) {
            case OfFunctions(FunctionType function) ->
                other instanceof OfFunctions(FunctionType otherFunction)
                        && matchAll(otherFunction.parameters(), function.parameters())
                        && matchAll(function.results(), otherFunction.results());
            case OfStructures(List<FieldType> fields) ->
                other instanceof OfStructures(List<FieldType> otherFields)
                        && fields.size() >= otherFields.size()
                        && matchFields(fields, otherFields);
            case OfArrays(FieldType element) ->
                other instanceof OfArrays(FieldType otherElement) && matches(element, otherElement);
        };
    }

    /** Whether as many types match, each the other of its place. */
    public boolean matchAll(List<ValueType> list, List<ValueType> others) {
        if (list.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!matches(list.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean matchFields(List<FieldType> fields, List<FieldType> others) {
        for (int i = 0; i < others.size(); i++) {
            if (!matches(fields.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(FieldType field, FieldType other) {
        if (field.equals(other)) {
            return true;
        }
        // What can be written as well as read must be the same in both directions.
        return !field.mutable()
                && !other.mutable()
                && field.storage() instanceof StorageType.Unpacked(ValueType type)
                && other.storage() instanceof StorageType.Unpacked(ValueType otherType)
                && matches(type, otherType);
    }
}
