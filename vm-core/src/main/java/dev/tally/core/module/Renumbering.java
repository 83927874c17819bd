package dev.tally.core.module;

import dev.tally.core.module.CompositeType.OfArrays;
import dev.tally.core.module.CompositeType.OfFunctions;
import dev.tally.core.module.CompositeType.OfStructures;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.OfFunction;
import dev.tally.core.module.ExternalType.OfGlobal;
import dev.tally.core.module.ExternalType.OfMemory;
import dev.tally.core.module.ExternalType.OfTable;
import dev.tally.core.module.ExternalType.OfTag;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Writes types down again with other numbers for the types that they refer to: with canonical ones in place of a
 * module's indices. Types that refer to none stay the same objects.
 *
 * @param numbers from the number of a defined type to its new number
 */
public record Renumbering(IntUnaryOperator numbers) {

    public ValueType of(ValueType type) {
        return type instanceof ReferenceType reference ? of(reference) : type;
    }

    public ReferenceType of(ReferenceType type) {
        return type.heapType().concrete() ? new ReferenceType(type.nullable(), of(type.heapType())) : type;
    }

    public HeapType of(HeapType type) {
        return type.concrete() ? new HeapType(numbers.applyAsInt(type.index())) : type;
    }

    public FunctionType of(FunctionType type) {
        return refers(type.parameters()) || refers(type.results())
                ? new FunctionType(of(type.parameters()), of(type.results()))
                : type;
    }

    private static boolean refers(List<ValueType> types) {
        for (ValueType type : types) {
            if (type instanceof ReferenceType reference && reference.heapType().concrete()) {
                return true;
            }
        }
        return false;
    }

    private List<ValueType> of(List<ValueType> types) {
        return types.stream().map(this::of).toList();
    }

    /** The type of something imported or exported. */
    public ExternalType of(ExternalType type) {
        return switch (type) {
            case OfFunction(int number, FunctionType function) ->
                new OfFunction(numbers.applyAsInt(number), of(function));
            case OfTable(TableType table) -> new OfTable(of(table));
            case OfMemory memory -> memory;
            case OfGlobal(GlobalType global) -> new OfGlobal(of(global));
            case OfTag(int number, FunctionType function) -> new OfTag(numbers.applyAsInt(number), of(function));
        };
    }

    public TableType of(TableType type) {
        return new TableType(type.address(), of(type.element()), type.size());
    }

    public GlobalType of(GlobalType type) {
        return new GlobalType(of(type.type()), type.mutable());
    }

    /** An entry of the type section, with the supertypes that it declares. */
    SubType of(SubType type) {
        MutableIntList supertypes = IntLists.mutable.empty();
        type.supertypes().forEach(index -> supertypes.add(numbers.applyAsInt(index)));
        return new SubType(type.isFinal(), supertypes.toImmutable(), of(type.composite()));
    }

    private CompositeType of(CompositeType type) {
        return switch (type) {
            case OfFunctions(FunctionType function) -> new OfFunctions(of(function));
            case OfStructures(List<FieldType> fields) ->
                new OfStructures(fields.stream().map(this::of).toList());
            case OfArrays(FieldType element) -> new OfArrays(of(element));
        };
    }

    private FieldType of(FieldType field) {
        return switch (field.storage()) {
            case StorageType.Unpacked(ValueType type) ->
                new FieldType(new StorageType.Unpacked(of(type)), field.mutable());
            case StorageType.Packed ignored -> field;
        };
    }
}
