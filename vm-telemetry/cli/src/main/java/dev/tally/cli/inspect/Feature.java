package dev.tally.cli.inspect;

import dev.tally.core.isa.Opcode;
import org.jspecify.annotations.Nullable;

/** What a module uses beyond WebAssembly 1.0, and of what this machine offers beside WebAssembly. */
enum Feature {
    MUTABLE_GLOBALS("mutable globals"),
    SIGN_EXTENSION("sign extension"),
    SATURATING_CONVERSION("saturating conversion"),
    MULTI_VALUE("multi-value"),
    BULK_MEMORY("bulk memory"),
    REFERENCE_TYPES("reference types"),
    MULTIPLE_TABLES("multiple tables"),
    NON_NULL_REFERENCES("non-null references"),
    TYPED_REFERENCES("typed function references"),
    TAIL_CALLS("tail calls"),
    OBJECTS("garbage-collected types"),
    EXCEPTIONS("exception handling"),
    MULTIPLE_MEMORIES("multiple memories"),
    WIDE_ADDRESSES("64-bit memories and tables"),
    STRING_BUILTINS("string builtins"),
    STRING_CONSTANTS("string constants"),
    WASI("WASI preview 1"),
    YIELDS("yields");

    /** All instructions on structures, arrays and i31 but ref.eq stand behind this byte. */
    private static final int OBJECT_PREFIX = 0xFB;

    private final String words;

    Feature(String words) {
        this.words = words;
    }

    /** The feature that an instruction belongs to, or null if it is of WebAssembly 1.0. */
    static @Nullable Feature of(Opcode opcode) {
        return switch (opcode) {
            case I32_EXTEND8_S, I32_EXTEND16_S, I64_EXTEND8_S, I64_EXTEND16_S, I64_EXTEND32_S -> SIGN_EXTENSION;
            case I32_TRUNC_SAT_F32_S,
                    I32_TRUNC_SAT_F32_U,
                    I32_TRUNC_SAT_F64_S,
                    I32_TRUNC_SAT_F64_U,
                    I64_TRUNC_SAT_F32_S,
                    I64_TRUNC_SAT_F32_U,
                    I64_TRUNC_SAT_F64_S,
                    I64_TRUNC_SAT_F64_U -> SATURATING_CONVERSION;
            case MEMORY_INIT, DATA_DROP, MEMORY_COPY, MEMORY_FILL, TABLE_INIT, ELEM_DROP, TABLE_COPY -> BULK_MEMORY;
            case REF_NULL,
                    REF_IS_NULL,
                    REF_FUNC,
                    TABLE_GET,
                    TABLE_SET,
                    TABLE_GROW,
                    TABLE_SIZE,
                    TABLE_FILL,
                    SELECT_TYPED -> REFERENCE_TYPES;
            case CALL_REF, BR_ON_NULL, BR_ON_NON_NULL, REF_AS_NON_NULL -> TYPED_REFERENCES;
            case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> TAIL_CALLS;
            case THROW, THROW_REF, TRY_TABLE -> EXCEPTIONS;
            case REF_EQ -> OBJECTS;
            default -> opcode.prefix() == OBJECT_PREFIX ? OBJECTS : null;
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
