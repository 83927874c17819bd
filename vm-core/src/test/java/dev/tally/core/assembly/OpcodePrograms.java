package dev.tally.core.assembly;

import dev.tally.core.isa.Opcode;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
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
            program.append(parameter).append(".const 0; ");
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

    /** The module that the programs are written for, with these programs as further functions. */
    public static ModuleBuilder module(Iterable<String> programs) {
        ModuleBuilder module = new ModuleBuilder()
                .type(FunctionType.of())
                .type(FunctionType.of(ValueType.I32).returning(ValueType.I32))
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
