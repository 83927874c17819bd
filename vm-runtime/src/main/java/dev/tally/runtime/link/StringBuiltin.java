package dev.tally.runtime.link;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
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
    FROM_CHAR_CODE("fromCharCode", FunctionType.of(ValueType.I32).returning(ValueType.EXTERNREF.nonNull()));

    /** The module that they are imported from. */
    public static final String MODULE = "wasm:js-string";

    private final String field;
    private final FunctionType type;

    StringBuiltin(String field, FunctionType type) {
        this.field = field;
        this.type = type;
    }

    public FunctionType type() {
        return type;
    }

    /** The name it is imported by. */
    public String field() {
        return field;
    }

    /** The builtin of this name, or null. */
    static @Nullable StringBuiltin of(String field) {
        for (StringBuiltin builtin : values()) {
            if (builtin.field.equals(field)) {
                return builtin;
            }
        }
        return null;
    }
}
