package dev.tally.runtime.link;

import dev.tally.core.module.CompositeType;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.RecursiveGroup;
import dev.tally.core.module.StorageType;
import dev.tally.core.module.SubType;
import dev.tally.core.module.TypeSection;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JS string builtins that a module may import from {@value #MODULE}, under the names and with the types of that
 * proposal. They are instructions of ours, charged by size, not functions of the host.
 */
public enum StringBuiltin {
    LENGTH("length", FunctionType.of(ValueType.EXTERNREF).returning(ValueType.I32)),
    CHAR_CODE_AT(
            "charCodeAt", FunctionType.of(ValueType.EXTERNREF, ValueType.I32).returning(ValueType.I32)),
    CONCAT(
            "concat",
            FunctionType.of(ValueType.EXTERNREF, ValueType.EXTERNREF).returning(ValueType.EXTERNREF.nonNull())),
    SUBSTRING(
            "substring",
            FunctionType.of(ValueType.EXTERNREF, ValueType.I32, ValueType.I32)
                    .returning(ValueType.EXTERNREF.nonNull())),
    EQUALS("equals", FunctionType.of(ValueType.EXTERNREF, ValueType.EXTERNREF).returning(ValueType.I32)),
    COMPARE("compare", FunctionType.of(ValueType.EXTERNREF, ValueType.EXTERNREF).returning(ValueType.I32)),
    FROM_CHAR_CODE("fromCharCode", FunctionType.of(ValueType.I32).returning(ValueType.EXTERNREF.nonNull())),
    FROM_CODE_POINT("fromCodePoint", FunctionType.of(ValueType.I32).returning(ValueType.EXTERNREF.nonNull())),
    CODE_POINT_AT(
            "codePointAt", FunctionType.of(ValueType.EXTERNREF, ValueType.I32).returning(ValueType.I32)),
    FROM_CHAR_CODE_ARRAY(
            "fromCharCodeArray",
            FunctionType.of(Units.ARRAY, ValueType.I32, ValueType.I32).returning(ValueType.EXTERNREF.nonNull())),
    INTO_CHAR_CODE_ARRAY(
            "intoCharCodeArray",
            FunctionType.of(ValueType.EXTERNREF, Units.ARRAY, ValueType.I32).returning(ValueType.I32)),
    TEST("test", FunctionType.of(ValueType.EXTERNREF).returning(ValueType.I32)),
    CAST("cast", FunctionType.of(ValueType.EXTERNREF).returning(ValueType.EXTERNREF.nonNull()));

    /** The type of arrays of code units, which is the first type of {@link #types}. */
    private static final class Units {
        static final ReferenceType ARRAY = new ReferenceType(true, new HeapType(0));
    }

    /** The module that they are imported from. */
    public static final String MODULE = "wasm:js-string";

    private final String field;
    private final FunctionType type;

    StringBuiltin(String field, FunctionType type) {
        this.field = field;
        this.type = type;
    }

    /** Its type; what that refers to are types of {@link #types}. */
    public FunctionType type() {
        return type;
    }

    /** The types that the types of builtins refer to: arrays of mutable 16-bit elements. */
    static TypeSection types() {
        FieldType element = new FieldType(StorageType.Packed.I16, true);
        SubType array = SubType.of(new CompositeType.OfArrays(element));
        return new TypeSection(List.of(new RecursiveGroup(List.of(array))));
    }

    /** The name it is imported by. */
    public String field() {
        return field;
    }

    /** The builtin of this name, or null. */
    public static @Nullable StringBuiltin of(String field) {
        for (StringBuiltin builtin : values()) {
            if (builtin.field.equals(field)) {
                return builtin;
            }
        }
        return null;
    }
}
