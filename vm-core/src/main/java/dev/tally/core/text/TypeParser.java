package dev.tally.core.text;

import dev.tally.core.module.CompositeType;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.StorageType;
import dev.tally.core.module.SubType;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** Parses types (specification, section "Text Format: Types"). */
final class TypeParser {
    private static final Map<String, HeapType> ABSTRACT = Stream.of(
                    HeapType.FUNC,
                    HeapType.EXTERN,
                    HeapType.ANY,
                    HeapType.EQ,
                    HeapType.I31,
                    HeapType.STRUCT,
                    HeapType.ARRAY,
                    HeapType.EXN,
                    HeapType.NOEXN,
                    HeapType.NOFUNC,
                    HeapType.NOEXTERN,
                    HeapType.NONE)
            .collect(Collectors.toMap(HeapType::toString, type -> type));

    /** The types of one word, by that word. */
    private static final Map<String, ValueType> WORDS = Stream.concat(
                    Stream.of(NumberType.values()),
                    ABSTRACT.values().stream().map(type -> new ReferenceType(true, type)))
            .collect(Collectors.toMap(ValueType::toString, type -> type));

    private final TokenCursor cursor;
    private final ModuleScope scope;

    TypeParser(TokenCursor cursor, ModuleScope scope) {
        this.cursor = cursor;
        this.scope = scope;
    }

    HeapType heapType() {
        if (cursor.isIndex()) {
            return new HeapType(scope.types.index(cursor));
        }
        HeapType type = cursor.is(TokenKind.KEYWORD) ? ABSTRACT.get(cursor.text()) : null;
        if (type == null) {
            throw cursor.unexpected();
        }
        cursor.skip();
        return type;
    }

    /** Whether a reference type comes next. */
    boolean isReferenceType() {
        return cursor.isOpen("ref") || word() instanceof ReferenceType;
    }

    ReferenceType referenceType() {
        if (isReferenceType() && valueType() instanceof ReferenceType type) {
            return type;
        }
        throw cursor.unexpected();
    }

    ValueType valueType() {
        if (cursor.opens("ref")) {
            boolean nullable = cursor.takes("null");
            ReferenceType type = new ReferenceType(nullable, heapType());
            cursor.close();
            return type;
        }
        ValueType type = word();
        if (type == null) {
            throw cursor.unexpected();
        }
        cursor.skip();
        return type;
    }

    private @Nullable ValueType word() {
        return cursor.is(TokenKind.KEYWORD) ? WORDS.get(cursor.text()) : null;
    }

    /** Whether the type of 64-bit addresses comes next, which is taken; that of 32-bit ones is taken too. */
    NumberType addressType() {
        if (cursor.takes("i64")) {
            return NumberType.I64;
        }
        cursor.takes("i32");
        return NumberType.I32;
    }

    /**
     * Parses groups of parameters or results, {@code (param i32 i64) (param $x f32)}.
     *
     * @param word {@code param} or {@code result}
     * @param names where identifiers are declared, and their absence too; null where there may be none
     */
    List<ValueType> values(String word, @Nullable IndexSpace names) {
        List<ValueType> values = new ArrayList<>();
        while (cursor.opens(word)) {
            if (cursor.is(TokenKind.ID)) {
                if (names == null) {
                    throw cursor.unexpected();
                }
                names.declare(cursor);
                values.add(valueType());
            } else {
                while (!cursor.is(TokenKind.RIGHT)) {
                    values.add(valueType());
                    if (names != null) {
                        names.declare();
                    }
                }
            }
            cursor.close();
        }
        return values;
    }

    /**
     * Parses parameters and results, which may be none.
     *
     * @param names where the parameters are declared; null where they may have no identifiers
     */
    FunctionType functionType(@Nullable IndexSpace names) {
        List<ValueType> parameters = values("param", names);
        FunctionType type = new FunctionType(parameters, values("result", null));
        if (cursor.isOpen("type") || cursor.isOpen("param")) {
            cursor.skip();
            throw cursor.unexpected();
        }
        return type;
    }

    /**
     * Parses what stands behind the identifier in {@code (type $t ...)}.
     *
     * @param index that of the type
     */
    SubType subType(int index) {
        if (!cursor.opens("sub")) {
            return SubType.of(compositeType(index));
        }
        boolean isFinal = cursor.takes("final");
        MutableIntList supertypes = IntLists.mutable.empty();
        while (cursor.isIndex()) {
            supertypes.add(scope.types.index(cursor));
        }
        CompositeType composite = compositeType(index);
        cursor.close();
        return new SubType(isFinal, supertypes.toImmutable(), composite);
    }

    private CompositeType compositeType(int index) {
        CompositeType type;
        if (cursor.opens("func")) {
            type = new CompositeType.OfFunctions(functionType(new IndexSpace("parameter")));
        } else if (cursor.opens("struct")) {
            type = new CompositeType.OfStructures(fields(index));
        } else if (cursor.opens("array")) {
            type = new CompositeType.OfArrays(fieldType());
        } else {
            cursor.take(TokenKind.LEFT);
            throw cursor.unexpected();
        }
        cursor.close();
        return type;
    }

    private List<FieldType> fields(int index) {
        IndexSpace names = new IndexSpace("field");
        List<FieldType> fields = new ArrayList<>();
        while (cursor.opens("field")) {
            if (cursor.is(TokenKind.ID)) {
                names.declare(cursor);
                scope.declareFields(index, names);
                fields.add(fieldType());
            } else {
                while (!cursor.is(TokenKind.RIGHT)) {
                    names.declare();
                    fields.add(fieldType());
                }
            }
            cursor.close();
        }
        return fields;
    }

    private FieldType fieldType() {
        if (cursor.opens("mut")) {
            FieldType type = new FieldType(storageType(), true);
            cursor.close();
            return type;
        }
        return new FieldType(storageType(), false);
    }

    private StorageType storageType() {
        if (cursor.takes("i8")) {
            return StorageType.Packed.I8;
        }
        return cursor.takes("i16") ? StorageType.Packed.I16 : new StorageType.Unpacked(valueType());
    }
}
