package dev.tally.core.assembly;

import dev.tally.core.isa.Opcode;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.EnumMap;
import java.util.Map;

/**
 * For every opcode a valid program and one that is not: bodies of type {@code [] -> []} for a {@link #module} that has
 * one or two of everything. Programs of opcodes with fixed operand types follow from the table.
 */
public final class OpcodePrograms {
    private record Programs(String valid, String invalid) {}

    private static final Map<Opcode, Programs> WRITTEN = new EnumMap<>(Opcode.class);

    static {
        written(Opcode.UNREACHABLE, "unreachable; i32.add; drop", "unreachable; i32.const 1");
        written(Opcode.BLOCK, "i32.const 1; block 1; i32.eqz; end; drop", "block 1; i32.eqz; end; drop");
        written(Opcode.LOOP, "loop; local.get 0; br_if 0; end", "loop i32; end; drop");
        written(Opcode.IF, "i32.const 1; if; nop; end", "i32.const 1; if i32; i32.const 1; end; drop");
        written(
                Opcode.ELSE,
                "i32.const 1; if i64; i64.const 1; else; i64.const 2; end; drop",
                "i32.const 1; if i64; i64.const 1; else; i32.const 2; end; drop");
        written(Opcode.END, "block; end", "block; i32.const 1; end");
        written(Opcode.BR, "block; br 0; i32.add; drop; end", "br 1");
        written(
                Opcode.BR_IF,
                "block i32; i32.const 1; i32.const 1; br_if 0; end; drop",
                "block i32; i64.const 1; i32.const 1; br_if 0; end; drop");
        written(
                Opcode.BR_TABLE,
                "block; i32.const 1; br_table 0 1 0; end",
                "block i32; i32.const 1; br_table 0 1 0; end; drop");
        written(Opcode.RETURN, "return; drop", "return; i32.const 1");
        written(Opcode.CALL, "i32.const 1; call 1; drop", "i64.const 1; call 1; drop");
        written(
                Opcode.CALL_INDIRECT,
                "i32.const 1; i32.const 0; call_indirect 1 0; drop",
                "i32.const 1; i32.const 0; call_indirect 1 1; drop");
        written(Opcode.RETURN_CALL, "return_call 0; i32.add; drop", "i32.const 1; return_call 1");
        written(
                Opcode.RETURN_CALL_INDIRECT,
                "i32.const 0; return_call_indirect 0 0; i32.add; drop",
                "i32.const 0; return_call_indirect 0 1");
        written(Opcode.CALL_REF, "ref.null 0; call_ref 0", "ref.null func; call_ref 0");
        written(Opcode.RETURN_CALL_REF, "ref.func 0; return_call_ref 0; drop", "ref.null 1; return_call_ref 0");
        written(
                Opcode.BR_ON_NULL,
                "block; ref.null 0; br_on_null 0; call_ref 0; end",
                "block i32; ref.null 0; br_on_null 0; drop; i32.const 0; end; drop");
        written(
                Opcode.BR_ON_NON_NULL,
                "block 0!; ref.null 0; br_on_non_null 0; return; end; call_ref 0",
                "block; ref.null 0; br_on_non_null 0; end");
        written(
                Opcode.REF_AS_NON_NULL,
                "block func!; ref.null func; ref.as_non_null; end; drop",
                "i32.const 0; ref.as_non_null; drop");
        written(
                Opcode.MEMORY_COPY,
                "i32.const 0; i32.const 0; i32.const 0; memory.copy 0 0",
                "i64.const 0; i32.const 0; i32.const 0; memory.copy 0 0");
        written(Opcode.DROP, "i32.const 1; drop", "drop");
        written(
                Opcode.SELECT,
                "i64.const 1; i64.const 2; i32.const 1; select; drop",
                "ref.null func; ref.null func; i32.const 1; select; drop");
        written(
                Opcode.SELECT_TYPED,
                "ref.null func; ref.null func; i32.const 1; select funcref; drop",
                "ref.null func; ref.null func; i32.const 1; select externref; drop");
        written(Opcode.LOCAL_GET, "local.get 1; drop", "local.get 9; drop");
        written(Opcode.LOCAL_SET, "i64.const 1; local.set 1", "i64.const 1; local.set 0");
        written(Opcode.LOCAL_TEE, "i64.const 1; local.tee 1; drop", "i64.const 1; local.tee 0; drop");
        written(Opcode.GLOBAL_GET, "global.get 1; drop", "global.get 9; drop");
        written(Opcode.GLOBAL_SET, "i32.const 1; global.set 0", "i64.const 1; global.set 1");
        written(Opcode.TABLE_GET, "i32.const 0; table.get 1; drop", "i32.const 0; table.get 9; drop");
        written(
                Opcode.TABLE_SET,
                "i32.const 0; ref.null extern; table.set 1",
                "i32.const 0; ref.null extern; table.set 0");
        written(
                Opcode.TABLE_GROW,
                "ref.null func; i32.const 0; table.grow 0; drop",
                "ref.null func; i32.const 0; table.grow 1; drop");
        written(
                Opcode.TABLE_FILL,
                "i32.const 0; ref.null func; i32.const 0; table.fill 0",
                "i32.const 0; ref.null func; i32.const 0; table.fill 1");
        written(
                Opcode.TABLE_INIT,
                "i32.const 0; i32.const 0; i32.const 0; table.init 1 1",
                "i32.const 0; i32.const 0; i32.const 0; table.init 0 1");
        written(
                Opcode.TABLE_COPY,
                "i32.const 0; i32.const 0; i32.const 0; table.copy 1 1",
                "i32.const 0; i32.const 0; i32.const 0; table.copy 0 1");
        written(Opcode.REF_NULL, "ref.null extern; drop", "ref.null extern");
        written(Opcode.REF_IS_NULL, "ref.null extern; ref.is_null; drop", "i32.const 1; ref.is_null; drop");
        written(Opcode.REF_FUNC, "ref.func 0; drop", "ref.func 1; drop");
        writtenForObjects();
        written(Opcode.THROW, "i32.const 1; throw 0; i32.add; drop", "i64.const 1; throw 0");
        written(Opcode.THROW_REF, "ref.null exn; throw_ref; i32.add; drop", "ref.null func; throw_ref");
        written(
                Opcode.TRY_TABLE,
                "block i32; try_table catch 0 0 catch_all 1; i32.const 1; throw 0; end; i32.const 2; end; drop",
                "try_table catch 0 0; end");
    }

    private static void writtenForObjects() {
        written(
                Opcode.STRUCT_NEW,
                "i32.const 1; i64.const 2; struct.new 2; drop",
                "i64.const 2; i32.const 1; struct.new 2; drop");
        written(Opcode.STRUCT_NEW_DEFAULT, "struct.new_default 2; drop", "struct.new_default 3; drop");
        written(Opcode.STRUCT_GET, "ref.null 2; struct.get 2 1; drop", "ref.null 2; struct.get 2 0; drop");
        written(Opcode.STRUCT_GET_S, "ref.null 2; struct.get_s 2 0; drop", "ref.null 2; struct.get_s 2 1; drop");
        written(Opcode.STRUCT_GET_U, "ref.null 2; struct.get_u 2 0; drop", "ref.null 3; struct.get_u 2 0; drop");
        written(
                Opcode.STRUCT_SET,
                "ref.null 2; i32.const 1; struct.set 2 0",
                "ref.null 2; i64.const 1; struct.set 2 1");
        written(
                Opcode.ARRAY_NEW,
                "i32.const 7; i32.const 1; array.new 3; drop",
                "i64.const 7; i32.const 1; array.new 3; drop");
        written(
                Opcode.ARRAY_NEW_DEFAULT,
                "i32.const 1; array.new_default 3; drop",
                "i64.const 1; array.new_default 3; drop");
        written(
                Opcode.ARRAY_NEW_FIXED,
                "i32.const 1; i32.const 2; array.new_fixed 4 2; drop",
                "i32.const 1; array.new_fixed 4 2; drop");
        written(
                Opcode.ARRAY_NEW_DATA,
                "i32.const 0; i32.const 1; array.new_data 3 0; drop",
                "i32.const 0; i32.const 1; array.new_data 5 0; drop");
        written(
                Opcode.ARRAY_NEW_ELEM,
                "i32.const 0; i32.const 1; array.new_elem 5 0; drop",
                "i32.const 0; i32.const 1; array.new_elem 5 1; drop");
        written(
                Opcode.ARRAY_GET,
                "ref.null 3; i32.const 0; array.get 3; drop",
                "ref.null 4; i32.const 0; array.get 4; drop");
        written(
                Opcode.ARRAY_GET_S,
                "ref.null 4; i32.const 0; array.get_s 4; drop",
                "ref.null 3; i32.const 0; array.get_s 3; drop");
        written(
                Opcode.ARRAY_GET_U,
                "ref.null 4; i32.const 0; array.get_u 4; drop",
                "ref.null 3; i32.const 0; array.get_u 4; drop");
        written(
                Opcode.ARRAY_SET,
                "ref.null 3; i32.const 0; i32.const 1; array.set 3",
                "ref.null 3; i32.const 0; i64.const 1; array.set 3");
        written(
                Opcode.ARRAY_FILL,
                "ref.null 3; i32.const 0; i32.const 1; i32.const 2; array.fill 3",
                "ref.null 5; i32.const 0; i32.const 1; i32.const 2; array.fill 5");
        written(
                Opcode.ARRAY_COPY,
                "ref.null 3; i32.const 0; ref.null 3; i32.const 1; i32.const 2; array.copy 3 3",
                "ref.null 3; i32.const 0; ref.null 4; i32.const 1; i32.const 2; array.copy 3 4");
        written(
                Opcode.ARRAY_INIT_DATA,
                "ref.null 4; i32.const 0; i32.const 1; i32.const 2; array.init_data 4 0",
                "ref.null 4; i32.const 0; i32.const 1; i32.const 2; array.init_data 4 9");
        written(
                Opcode.ARRAY_INIT_ELEM,
                "ref.null 5; i32.const 0; i32.const 1; i32.const 2; array.init_elem 5 0",
                "ref.null 3; i32.const 0; i32.const 1; i32.const 2; array.init_elem 3 0");
        written(Opcode.REF_TEST, "ref.null any; ref.test 2; drop", "ref.null func; ref.test 2; drop");
        written(Opcode.REF_TEST_NULL, "ref.null func; ref.test 0?; drop", "ref.null extern; ref.test 0?; drop");
        written(
                Opcode.REF_CAST,
                "ref.null eq; ref.cast i31; i31.get_s; drop",
                "ref.null eq; ref.cast 2; i31.get_s; drop");
        written(Opcode.REF_CAST_NULL, "ref.null none; ref.cast 3?; array.len; drop", "i32.const 0; ref.cast 3?; drop");
        written(
                Opcode.BR_ON_CAST,
                "block i31!; ref.null any; br_on_cast 0 any? i31; unreachable; end; drop",
                "block i31!; ref.null any; br_on_cast 0 any? i31?; unreachable; end; drop");
        written(
                Opcode.BR_ON_CAST_FAIL,
                "block any!; ref.null any; br_on_cast_fail 0 any? struct?; unreachable; end; drop",
                "block any!; ref.null any; br_on_cast_fail 0 any? struct; unreachable; end; drop");
        written(
                Opcode.ANY_CONVERT_EXTERN,
                "ref.null extern; any.convert_extern; ref.test eq; drop",
                "ref.null any; any.convert_extern; drop");
        written(
                Opcode.EXTERN_CONVERT_ANY,
                "i32.const 1; table.get 1; any.convert_extern; extern.convert_any; drop",
                "ref.null func; extern.convert_any; drop");
    }

    private OpcodePrograms() {}

    private static void written(Opcode opcode, String valid, String invalid) {
        WRITTEN.put(opcode, new Programs(valid, invalid));
    }

    /** A valid body that contains the opcode. */
    public static String valid(Opcode opcode) {
        Programs written = WRITTEN.get(opcode);
        if (written != null) {
            return written.valid;
        }
        StringBuilder program = new StringBuilder();
        for (ValueType parameter : opcode.parameters()) {
            program.append(
                    parameter instanceof ReferenceType reference
                            ? "ref.null " + reference.heapType() + "; "
                            : parameter + ".const 0; ");
        }
        program.append(withZeros(opcode));
        program.repeat("; drop", opcode.results().size());
        return program.toString();
    }

    /** A well-formed body that the opcode makes invalid: operands are missing, or there is one that nobody takes. */
    public static String invalid(Opcode opcode) {
        Programs written = WRITTEN.get(opcode);
        if (written != null) {
            return written.invalid;
        }
        boolean neutral = opcode.parameters().isEmpty() && opcode.results().isEmpty();
        return (neutral ? "i32.const 0; " : "") + withZeros(opcode);
    }

    private static String withZeros(Opcode opcode) {
        return switch (opcode.immediates()) {
            case NONE -> opcode.mnemonic();
            case LOCAL, GLOBAL, FUNCTION, TABLE, MEMORY, DATA, ELEMENT, I32, I64, F32, F64 -> opcode.mnemonic() + " 0";
            default -> opcode.mnemonic() + " 0 0";
        };
    }

    /** How many types the module has: two of functions, one of structures, three of arrays, and one of exceptions. */
    static final int TYPES = 7;

    /** The module that the programs are written for, with these programs as further functions. */
    public static ModuleBuilder module(Iterable<String> programs) {
        ModuleBuilder module = new ModuleBuilder()
                .type(FunctionType.of())
                .type(FunctionType.of(ValueType.I32).returning(ValueType.I32))
                .entry(Section.TYPE, 0x5F, 0x02, 0x78, 0x01, 0x7E, 0x00)
                .entry(Section.TYPE, 0x5E, 0x7F, 0x01)
                .entry(Section.TYPE, 0x5E, 0x78, 0x01)
                .entry(Section.TYPE, 0x5E, 0x70, 0x01)
                .type(FunctionType.of(ValueType.I32))
                .entry(Section.TAG, 0x00, TYPES - 1)
                .function(0, "")
                .function(1, "local.get 0")
                .table(ValueType.FUNCREF, 1)
                .table(ValueType.EXTERNREF, 1)
                .memory(1)
                .global(ValueType.I32, true, "i32.const 0")
                .global(ValueType.I64, false, "i64.const 0")
                .export("nothing", ExternalKind.FUNCTION, 0)
                .entry(Section.ELEMENT, 0x05, 0x70, 0x00)
                .entry(Section.ELEMENT, 0x05, 0x6F, 0x00)
                .dataCount(1)
                .passiveData(1, 2, 3);
        programs.forEach(program -> module.function(0, "i32 i64", program));
        return module;
    }
}
