package dev.tally.core.isa;

import dev.tally.core.type.HeapType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The opcode table, and the only place that says what an instruction is: its code, mnemonic, immediates, operand types,
 * fuel price and meaning. Reader, validator, lowering, documentation and tests read it; none of them repeats a column.
 *
 * <p>Operand types are written {@code parameters:results} with {@code i}, {@code l}, {@code f}, {@code d} for i32, i64,
 * f32 and f64, and {@code a} for an address: i32 or i64, as the memory or table says that the immediates name. References
 * that may be null are written {@code q} for eq, {@code y} for array and {@code t} for i31, and {@code T} is an i31 that
 * is not null. A row without operand types has a rule of its own in the validator. A code of the prefix {@code 0xFC} is
 * written {@code 0xFCssss} with the sub-code {@code ssss}; likewise one of the prefix {@code 0xFB}.
 *
 * <p>The price is what every execution costs. Work that grows with an operand is charged beside it, by size, where the
 * operation is defined. A change of any price is a change of the {@link #PRICE_TABLE_VERSION version}.
 */
public enum Opcode {

    // Control.
    UNREACHABLE(0x00, "unreachable", Immediates.NONE, null, 1, "traps"),
    NOP(0x01, "nop", Immediates.NONE, "", 0, "does nothing"),
    BLOCK(0x02, "block", Immediates.BLOCK_TYPE, null, 0, "begins a block whose label is its end"),
    LOOP(0x03, "loop", Immediates.BLOCK_TYPE, null, 0, "begins a block whose label is its head"),
    IF(0x04, "if", Immediates.BLOCK_TYPE, null, 1, "pops a condition and begins a block of two arms"),
    ELSE(0x05, "else", Immediates.NONE, null, 0, "begins the second arm"),
    END(0x0B, "end", Immediates.NONE, null, 0, "ends a block or the body"),
    BR(0x0C, "br", Immediates.LABEL, null, 1, "branches"),
    BR_IF(0x0D, "br_if", Immediates.LABEL, null, 1, "pops a condition and branches if it is not zero"),
    BR_TABLE(0x0E, "br_table", Immediates.LABELS, null, 1, "pops an index and branches to the label it selects"),
    RETURN(0x0F, "return", Immediates.NONE, null, 1, "returns from the function"),
    CALL(0x10, "call", Immediates.FUNCTION, null, 1, "calls a function"),
    CALL_INDIRECT(0x11, "call_indirect", Immediates.TYPE_AND_TABLE, null, 1, "calls a function of a table"),
    RETURN_CALL(0x12, "return_call", Immediates.FUNCTION, null, 1, "calls a function in place of this one"),
    RETURN_CALL_INDIRECT(
            0x13,
            "return_call_indirect",
            Immediates.TYPE_AND_TABLE,
            null,
            1,
            "calls a function of a table in place of this one"),
    CALL_REF(0x14, "call_ref", Immediates.TYPE, null, 1, "pops a function and calls it"),
    RETURN_CALL_REF(
            0x15, "return_call_ref", Immediates.TYPE, null, 1, "pops a function and calls it in place of this one"),
    BR_ON_NULL(0xD5, "br_on_null", Immediates.LABEL, null, 1, "branches without the reference on top if it is null"),
    BR_ON_NON_NULL(
            0xD6, "br_on_non_null", Immediates.LABEL, null, 1, "branches with the reference on top if it is not null"),

    // Values.
    DROP(0x1A, "drop", Immediates.NONE, null, 1, "pops a value"),
    SELECT(0x1B, "select", Immediates.NONE, null, 1, "pops a condition and two numbers, keeps one"),
    SELECT_TYPED(0x1C, "select", Immediates.VALUE_TYPES, null, 1, "select for any type, which it names"),
    LOCAL_GET(0x20, "local.get", Immediates.LOCAL, null, 1, "pushes a local"),
    LOCAL_SET(0x21, "local.set", Immediates.LOCAL, null, 1, "pops into a local"),
    LOCAL_TEE(0x22, "local.tee", Immediates.LOCAL, null, 1, "copies into a local"),
    GLOBAL_GET(0x23, "global.get", Immediates.GLOBAL, null, 1, "pushes a global"),
    GLOBAL_SET(0x24, "global.set", Immediates.GLOBAL, null, 1, "pops into a global"),
    TABLE_GET(0x25, "table.get", Immediates.TABLE, null, 1, "pops an index, pushes the reference there"),
    TABLE_SET(0x26, "table.set", Immediates.TABLE, null, 1, "pops a reference into the table"),

    // Memory.
    I32_LOAD(0x28, "i32.load", Immediates.MEMORY_ACCESS_32, "a:i", 1, "loads 4 bytes"),
    I64_LOAD(0x29, "i64.load", Immediates.MEMORY_ACCESS_64, "a:l", 1, "loads 8 bytes"),
    F32_LOAD(0x2A, "f32.load", Immediates.MEMORY_ACCESS_32, "a:f", 1, "loads 4 bytes"),
    F64_LOAD(0x2B, "f64.load", Immediates.MEMORY_ACCESS_64, "a:d", 1, "loads 8 bytes"),
    I32_LOAD8_S(0x2C, "i32.load8_s", Immediates.MEMORY_ACCESS_8, "a:i", 1, "loads 1 byte, signed"),
    I32_LOAD8_U(0x2D, "i32.load8_u", Immediates.MEMORY_ACCESS_8, "a:i", 1, "loads 1 byte, unsigned"),
    I32_LOAD16_S(0x2E, "i32.load16_s", Immediates.MEMORY_ACCESS_16, "a:i", 1, "loads 2 bytes, signed"),
    I32_LOAD16_U(0x2F, "i32.load16_u", Immediates.MEMORY_ACCESS_16, "a:i", 1, "loads 2 bytes, unsigned"),
    I64_LOAD8_S(0x30, "i64.load8_s", Immediates.MEMORY_ACCESS_8, "a:l", 1, "loads 1 byte, signed"),
    I64_LOAD8_U(0x31, "i64.load8_u", Immediates.MEMORY_ACCESS_8, "a:l", 1, "loads 1 byte, unsigned"),
    I64_LOAD16_S(0x32, "i64.load16_s", Immediates.MEMORY_ACCESS_16, "a:l", 1, "loads 2 bytes, signed"),
    I64_LOAD16_U(0x33, "i64.load16_u", Immediates.MEMORY_ACCESS_16, "a:l", 1, "loads 2 bytes, unsigned"),
    I64_LOAD32_S(0x34, "i64.load32_s", Immediates.MEMORY_ACCESS_32, "a:l", 1, "loads 4 bytes, signed"),
    I64_LOAD32_U(0x35, "i64.load32_u", Immediates.MEMORY_ACCESS_32, "a:l", 1, "loads 4 bytes, unsigned"),
    I32_STORE(0x36, "i32.store", Immediates.MEMORY_ACCESS_32, "ai:", 1, "stores 4 bytes"),
    I64_STORE(0x37, "i64.store", Immediates.MEMORY_ACCESS_64, "al:", 1, "stores 8 bytes"),
    F32_STORE(0x38, "f32.store", Immediates.MEMORY_ACCESS_32, "af:", 1, "stores 4 bytes"),
    F64_STORE(0x39, "f64.store", Immediates.MEMORY_ACCESS_64, "ad:", 1, "stores 8 bytes"),
    I32_STORE8(0x3A, "i32.store8", Immediates.MEMORY_ACCESS_8, "ai:", 1, "stores 1 byte"),
    I32_STORE16(0x3B, "i32.store16", Immediates.MEMORY_ACCESS_16, "ai:", 1, "stores 2 bytes"),
    I64_STORE8(0x3C, "i64.store8", Immediates.MEMORY_ACCESS_8, "al:", 1, "stores 1 byte"),
    I64_STORE16(0x3D, "i64.store16", Immediates.MEMORY_ACCESS_16, "al:", 1, "stores 2 bytes"),
    I64_STORE32(0x3E, "i64.store32", Immediates.MEMORY_ACCESS_32, "al:", 1, "stores 4 bytes"),
    MEMORY_SIZE(0x3F, "memory.size", Immediates.MEMORY, ":a", 1, "pushes the size of a memory in pages"),
    MEMORY_GROW(0x40, "memory.grow", Immediates.MEMORY, "a:a", 1, "grows a memory; pushes the old size, or -1"),

    // Constants.
    I32_CONST(0x41, "i32.const", Immediates.I32, ":i", 1, "pushes a constant"),
    I64_CONST(0x42, "i64.const", Immediates.I64, ":l", 1, "pushes a constant"),
    F32_CONST(0x43, "f32.const", Immediates.F32, ":f", 1, "pushes a constant"),
    F64_CONST(0x44, "f64.const", Immediates.F64, ":d", 1, "pushes a constant"),

    // Comparisons.
    I32_EQZ(0x45, "i32.eqz", Immediates.NONE, "i:i", 1, "is zero"),
    I32_EQ(0x46, "i32.eq", Immediates.NONE, "ii:i", 1, "equal"),
    I32_NE(0x47, "i32.ne", Immediates.NONE, "ii:i", 1, "not equal"),
    I32_LT_S(0x48, "i32.lt_s", Immediates.NONE, "ii:i", 1, "less, signed"),
    I32_LT_U(0x49, "i32.lt_u", Immediates.NONE, "ii:i", 1, "less, unsigned"),
    I32_GT_S(0x4A, "i32.gt_s", Immediates.NONE, "ii:i", 1, "greater, signed"),
    I32_GT_U(0x4B, "i32.gt_u", Immediates.NONE, "ii:i", 1, "greater, unsigned"),
    I32_LE_S(0x4C, "i32.le_s", Immediates.NONE, "ii:i", 1, "less or equal, signed"),
    I32_LE_U(0x4D, "i32.le_u", Immediates.NONE, "ii:i", 1, "less or equal, unsigned"),
    I32_GE_S(0x4E, "i32.ge_s", Immediates.NONE, "ii:i", 1, "greater or equal, signed"),
    I32_GE_U(0x4F, "i32.ge_u", Immediates.NONE, "ii:i", 1, "greater or equal, unsigned"),
    I64_EQZ(0x50, "i64.eqz", Immediates.NONE, "l:i", 1, "is zero"),
    I64_EQ(0x51, "i64.eq", Immediates.NONE, "ll:i", 1, "equal"),
    I64_NE(0x52, "i64.ne", Immediates.NONE, "ll:i", 1, "not equal"),
    I64_LT_S(0x53, "i64.lt_s", Immediates.NONE, "ll:i", 1, "less, signed"),
    I64_LT_U(0x54, "i64.lt_u", Immediates.NONE, "ll:i", 1, "less, unsigned"),
    I64_GT_S(0x55, "i64.gt_s", Immediates.NONE, "ll:i", 1, "greater, signed"),
    I64_GT_U(0x56, "i64.gt_u", Immediates.NONE, "ll:i", 1, "greater, unsigned"),
    I64_LE_S(0x57, "i64.le_s", Immediates.NONE, "ll:i", 1, "less or equal, signed"),
    I64_LE_U(0x58, "i64.le_u", Immediates.NONE, "ll:i", 1, "less or equal, unsigned"),
    I64_GE_S(0x59, "i64.ge_s", Immediates.NONE, "ll:i", 1, "greater or equal, signed"),
    I64_GE_U(0x5A, "i64.ge_u", Immediates.NONE, "ll:i", 1, "greater or equal, unsigned"),
    F32_EQ(0x5B, "f32.eq", Immediates.NONE, "ff:i", 1, "equal"),
    F32_NE(0x5C, "f32.ne", Immediates.NONE, "ff:i", 1, "not equal"),
    F32_LT(0x5D, "f32.lt", Immediates.NONE, "ff:i", 1, "less"),
    F32_GT(0x5E, "f32.gt", Immediates.NONE, "ff:i", 1, "greater"),
    F32_LE(0x5F, "f32.le", Immediates.NONE, "ff:i", 1, "less or equal"),
    F32_GE(0x60, "f32.ge", Immediates.NONE, "ff:i", 1, "greater or equal"),
    F64_EQ(0x61, "f64.eq", Immediates.NONE, "dd:i", 1, "equal"),
    F64_NE(0x62, "f64.ne", Immediates.NONE, "dd:i", 1, "not equal"),
    F64_LT(0x63, "f64.lt", Immediates.NONE, "dd:i", 1, "less"),
    F64_GT(0x64, "f64.gt", Immediates.NONE, "dd:i", 1, "greater"),
    F64_LE(0x65, "f64.le", Immediates.NONE, "dd:i", 1, "less or equal"),
    F64_GE(0x66, "f64.ge", Immediates.NONE, "dd:i", 1, "greater or equal"),

    // Arithmetic.
    I32_CLZ(0x67, "i32.clz", Immediates.NONE, "i:i", 1, "counts leading zero bits"),
    I32_CTZ(0x68, "i32.ctz", Immediates.NONE, "i:i", 1, "counts trailing zero bits"),
    I32_POPCNT(0x69, "i32.popcnt", Immediates.NONE, "i:i", 1, "counts one bits"),
    I32_ADD(0x6A, "i32.add", Immediates.NONE, "ii:i", 1, "adds"),
    I32_SUB(0x6B, "i32.sub", Immediates.NONE, "ii:i", 1, "subtracts"),
    I32_MUL(0x6C, "i32.mul", Immediates.NONE, "ii:i", 1, "multiplies"),
    I32_DIV_S(0x6D, "i32.div_s", Immediates.NONE, "ii:i", 1, "divides, signed"),
    I32_DIV_U(0x6E, "i32.div_u", Immediates.NONE, "ii:i", 1, "divides, unsigned"),
    I32_REM_S(0x6F, "i32.rem_s", Immediates.NONE, "ii:i", 1, "remainder, signed"),
    I32_REM_U(0x70, "i32.rem_u", Immediates.NONE, "ii:i", 1, "remainder, unsigned"),
    I32_AND(0x71, "i32.and", Immediates.NONE, "ii:i", 1, "bitwise and"),
    I32_OR(0x72, "i32.or", Immediates.NONE, "ii:i", 1, "bitwise or"),
    I32_XOR(0x73, "i32.xor", Immediates.NONE, "ii:i", 1, "bitwise exclusive or"),
    I32_SHL(0x74, "i32.shl", Immediates.NONE, "ii:i", 1, "shifts left"),
    I32_SHR_S(0x75, "i32.shr_s", Immediates.NONE, "ii:i", 1, "shifts right, signed"),
    I32_SHR_U(0x76, "i32.shr_u", Immediates.NONE, "ii:i", 1, "shifts right, unsigned"),
    I32_ROTL(0x77, "i32.rotl", Immediates.NONE, "ii:i", 1, "rotates left"),
    I32_ROTR(0x78, "i32.rotr", Immediates.NONE, "ii:i", 1, "rotates right"),
    I64_CLZ(0x79, "i64.clz", Immediates.NONE, "l:l", 1, "counts leading zero bits"),
    I64_CTZ(0x7A, "i64.ctz", Immediates.NONE, "l:l", 1, "counts trailing zero bits"),
    I64_POPCNT(0x7B, "i64.popcnt", Immediates.NONE, "l:l", 1, "counts one bits"),
    I64_ADD(0x7C, "i64.add", Immediates.NONE, "ll:l", 1, "adds"),
    I64_SUB(0x7D, "i64.sub", Immediates.NONE, "ll:l", 1, "subtracts"),
    I64_MUL(0x7E, "i64.mul", Immediates.NONE, "ll:l", 1, "multiplies"),
    I64_DIV_S(0x7F, "i64.div_s", Immediates.NONE, "ll:l", 1, "divides, signed"),
    I64_DIV_U(0x80, "i64.div_u", Immediates.NONE, "ll:l", 1, "divides, unsigned"),
    I64_REM_S(0x81, "i64.rem_s", Immediates.NONE, "ll:l", 1, "remainder, signed"),
    I64_REM_U(0x82, "i64.rem_u", Immediates.NONE, "ll:l", 1, "remainder, unsigned"),
    I64_AND(0x83, "i64.and", Immediates.NONE, "ll:l", 1, "bitwise and"),
    I64_OR(0x84, "i64.or", Immediates.NONE, "ll:l", 1, "bitwise or"),
    I64_XOR(0x85, "i64.xor", Immediates.NONE, "ll:l", 1, "bitwise exclusive or"),
    I64_SHL(0x86, "i64.shl", Immediates.NONE, "ll:l", 1, "shifts left"),
    I64_SHR_S(0x87, "i64.shr_s", Immediates.NONE, "ll:l", 1, "shifts right, signed"),
    I64_SHR_U(0x88, "i64.shr_u", Immediates.NONE, "ll:l", 1, "shifts right, unsigned"),
    I64_ROTL(0x89, "i64.rotl", Immediates.NONE, "ll:l", 1, "rotates left"),
    I64_ROTR(0x8A, "i64.rotr", Immediates.NONE, "ll:l", 1, "rotates right"),
    F32_ABS(0x8B, "f32.abs", Immediates.NONE, "f:f", 1, "absolute value"),
    F32_NEG(0x8C, "f32.neg", Immediates.NONE, "f:f", 1, "negates"),
    F32_CEIL(0x8D, "f32.ceil", Immediates.NONE, "f:f", 1, "rounds up"),
    F32_FLOOR(0x8E, "f32.floor", Immediates.NONE, "f:f", 1, "rounds down"),
    F32_TRUNC(0x8F, "f32.trunc", Immediates.NONE, "f:f", 1, "rounds towards zero"),
    F32_NEAREST(0x90, "f32.nearest", Immediates.NONE, "f:f", 1, "rounds to nearest, ties to even"),
    F32_SQRT(0x91, "f32.sqrt", Immediates.NONE, "f:f", 1, "square root"),
    F32_ADD(0x92, "f32.add", Immediates.NONE, "ff:f", 1, "adds"),
    F32_SUB(0x93, "f32.sub", Immediates.NONE, "ff:f", 1, "subtracts"),
    F32_MUL(0x94, "f32.mul", Immediates.NONE, "ff:f", 1, "multiplies"),
    F32_DIV(0x95, "f32.div", Immediates.NONE, "ff:f", 1, "divides"),
    F32_MIN(0x96, "f32.min", Immediates.NONE, "ff:f", 1, "the lesser"),
    F32_MAX(0x97, "f32.max", Immediates.NONE, "ff:f", 1, "the greater"),
    F32_COPYSIGN(0x98, "f32.copysign", Immediates.NONE, "ff:f", 1, "the first with the sign of the second"),
    F64_ABS(0x99, "f64.abs", Immediates.NONE, "d:d", 1, "absolute value"),
    F64_NEG(0x9A, "f64.neg", Immediates.NONE, "d:d", 1, "negates"),
    F64_CEIL(0x9B, "f64.ceil", Immediates.NONE, "d:d", 1, "rounds up"),
    F64_FLOOR(0x9C, "f64.floor", Immediates.NONE, "d:d", 1, "rounds down"),
    F64_TRUNC(0x9D, "f64.trunc", Immediates.NONE, "d:d", 1, "rounds towards zero"),
    F64_NEAREST(0x9E, "f64.nearest", Immediates.NONE, "d:d", 1, "rounds to nearest, ties to even"),
    F64_SQRT(0x9F, "f64.sqrt", Immediates.NONE, "d:d", 1, "square root"),
    F64_ADD(0xA0, "f64.add", Immediates.NONE, "dd:d", 1, "adds"),
    F64_SUB(0xA1, "f64.sub", Immediates.NONE, "dd:d", 1, "subtracts"),
    F64_MUL(0xA2, "f64.mul", Immediates.NONE, "dd:d", 1, "multiplies"),
    F64_DIV(0xA3, "f64.div", Immediates.NONE, "dd:d", 1, "divides"),
    F64_MIN(0xA4, "f64.min", Immediates.NONE, "dd:d", 1, "the lesser"),
    F64_MAX(0xA5, "f64.max", Immediates.NONE, "dd:d", 1, "the greater"),
    F64_COPYSIGN(0xA6, "f64.copysign", Immediates.NONE, "dd:d", 1, "the first with the sign of the second"),

    // Conversions.
    I32_WRAP_I64(0xA7, "i32.wrap_i64", Immediates.NONE, "l:i", 1, "keeps the low 32 bits"),
    I32_TRUNC_F32_S(0xA8, "i32.trunc_f32_s", Immediates.NONE, "f:i", 1, "to integer, signed; traps outside"),
    I32_TRUNC_F32_U(0xA9, "i32.trunc_f32_u", Immediates.NONE, "f:i", 1, "to integer, unsigned; traps outside"),
    I32_TRUNC_F64_S(0xAA, "i32.trunc_f64_s", Immediates.NONE, "d:i", 1, "to integer, signed; traps outside"),
    I32_TRUNC_F64_U(0xAB, "i32.trunc_f64_u", Immediates.NONE, "d:i", 1, "to integer, unsigned; traps outside"),
    I64_EXTEND_I32_S(0xAC, "i64.extend_i32_s", Immediates.NONE, "i:l", 1, "extends the sign"),
    I64_EXTEND_I32_U(0xAD, "i64.extend_i32_u", Immediates.NONE, "i:l", 1, "extends with zeros"),
    I64_TRUNC_F32_S(0xAE, "i64.trunc_f32_s", Immediates.NONE, "f:l", 1, "to integer, signed; traps outside"),
    I64_TRUNC_F32_U(0xAF, "i64.trunc_f32_u", Immediates.NONE, "f:l", 1, "to integer, unsigned; traps outside"),
    I64_TRUNC_F64_S(0xB0, "i64.trunc_f64_s", Immediates.NONE, "d:l", 1, "to integer, signed; traps outside"),
    I64_TRUNC_F64_U(0xB1, "i64.trunc_f64_u", Immediates.NONE, "d:l", 1, "to integer, unsigned; traps outside"),
    F32_CONVERT_I32_S(0xB2, "f32.convert_i32_s", Immediates.NONE, "i:f", 1, "to the nearest float, signed"),
    F32_CONVERT_I32_U(0xB3, "f32.convert_i32_u", Immediates.NONE, "i:f", 1, "to the nearest float, unsigned"),
    F32_CONVERT_I64_S(0xB4, "f32.convert_i64_s", Immediates.NONE, "l:f", 1, "to the nearest float, signed"),
    F32_CONVERT_I64_U(0xB5, "f32.convert_i64_u", Immediates.NONE, "l:f", 1, "to the nearest float, unsigned"),
    F32_DEMOTE_F64(0xB6, "f32.demote_f64", Immediates.NONE, "d:f", 1, "to the nearest float"),
    F64_CONVERT_I32_S(0xB7, "f64.convert_i32_s", Immediates.NONE, "i:d", 1, "to the nearest float, signed"),
    F64_CONVERT_I32_U(0xB8, "f64.convert_i32_u", Immediates.NONE, "i:d", 1, "to the nearest float, unsigned"),
    F64_CONVERT_I64_S(0xB9, "f64.convert_i64_s", Immediates.NONE, "l:d", 1, "to the nearest float, signed"),
    F64_CONVERT_I64_U(0xBA, "f64.convert_i64_u", Immediates.NONE, "l:d", 1, "to the nearest float, unsigned"),
    F64_PROMOTE_F32(0xBB, "f64.promote_f32", Immediates.NONE, "f:d", 1, "to the same value"),
    I32_REINTERPRET_F32(0xBC, "i32.reinterpret_f32", Immediates.NONE, "f:i", 1, "the same bits"),
    I64_REINTERPRET_F64(0xBD, "i64.reinterpret_f64", Immediates.NONE, "d:l", 1, "the same bits"),
    F32_REINTERPRET_I32(0xBE, "f32.reinterpret_i32", Immediates.NONE, "i:f", 1, "the same bits"),
    F64_REINTERPRET_I64(0xBF, "f64.reinterpret_i64", Immediates.NONE, "l:d", 1, "the same bits"),
    I32_EXTEND8_S(0xC0, "i32.extend8_s", Immediates.NONE, "i:i", 1, "extends the sign of the low byte"),
    I32_EXTEND16_S(0xC1, "i32.extend16_s", Immediates.NONE, "i:i", 1, "extends the sign of the low 2 bytes"),
    I64_EXTEND8_S(0xC2, "i64.extend8_s", Immediates.NONE, "l:l", 1, "extends the sign of the low byte"),
    I64_EXTEND16_S(0xC3, "i64.extend16_s", Immediates.NONE, "l:l", 1, "extends the sign of the low 2 bytes"),
    I64_EXTEND32_S(0xC4, "i64.extend32_s", Immediates.NONE, "l:l", 1, "extends the sign of the low 4 bytes"),
    I32_TRUNC_SAT_F32_S(0xFC0000, "i32.trunc_sat_f32_s", Immediates.NONE, "f:i", 1, "to integer, signed; saturates"),
    I32_TRUNC_SAT_F32_U(0xFC0001, "i32.trunc_sat_f32_u", Immediates.NONE, "f:i", 1, "to integer, unsigned; saturates"),
    I32_TRUNC_SAT_F64_S(0xFC0002, "i32.trunc_sat_f64_s", Immediates.NONE, "d:i", 1, "to integer, signed; saturates"),
    I32_TRUNC_SAT_F64_U(0xFC0003, "i32.trunc_sat_f64_u", Immediates.NONE, "d:i", 1, "to integer, unsigned; saturates"),
    I64_TRUNC_SAT_F32_S(0xFC0004, "i64.trunc_sat_f32_s", Immediates.NONE, "f:l", 1, "to integer, signed; saturates"),
    I64_TRUNC_SAT_F32_U(0xFC0005, "i64.trunc_sat_f32_u", Immediates.NONE, "f:l", 1, "to integer, unsigned; saturates"),
    I64_TRUNC_SAT_F64_S(0xFC0006, "i64.trunc_sat_f64_s", Immediates.NONE, "d:l", 1, "to integer, signed; saturates"),
    I64_TRUNC_SAT_F64_U(0xFC0007, "i64.trunc_sat_f64_u", Immediates.NONE, "d:l", 1, "to integer, unsigned; saturates"),

    // References.
    REF_NULL(0xD0, "ref.null", Immediates.HEAP_TYPE, null, 1, "pushes null"),
    REF_IS_NULL(0xD1, "ref.is_null", Immediates.NONE, null, 1, "pops a reference, pushes whether it is null"),
    REF_FUNC(0xD2, "ref.func", Immediates.FUNCTION, null, 1, "pushes a reference to a function"),
    REF_AS_NON_NULL(0xD4, "ref.as_non_null", Immediates.NONE, null, 1, "passes on a reference; traps if it is null"),

    // Bulk operations.
    MEMORY_INIT(0xFC0008, "memory.init", Immediates.DATA_AND_MEMORY, "aii:", 1, "copies bytes of a data segment"),
    DATA_DROP(0xFC0009, "data.drop", Immediates.DATA, "", 1, "empties a data segment"),
    MEMORY_COPY(0xFC000A, "memory.copy", Immediates.MEMORY_AND_MEMORY, null, 1, "copies within or between memories"),
    MEMORY_FILL(0xFC000B, "memory.fill", Immediates.MEMORY, "aia:", 1, "fills a part of a memory with a byte"),
    TABLE_INIT(0xFC000C, "table.init", Immediates.ELEMENT_AND_TABLE, "aii:", 1, "copies elements of a segment"),
    ELEM_DROP(0xFC000D, "elem.drop", Immediates.ELEMENT, "", 1, "empties an element segment"),
    TABLE_COPY(0xFC000E, "table.copy", Immediates.TABLE_AND_TABLE, null, 1, "copies within or between tables"),
    TABLE_GROW(0xFC000F, "table.grow", Immediates.TABLE, null, 1, "grows a table; pushes the old size, or -1"),
    TABLE_SIZE(0xFC0010, "table.size", Immediates.TABLE, ":a", 1, "pushes the size of a table"),
    TABLE_FILL(0xFC0011, "table.fill", Immediates.TABLE, null, 1, "fills a part of a table with a reference"),

    // Objects.
    REF_EQ(0xD3, "ref.eq", Immediates.NONE, "qq:i", 1, "whether two references are the same"),
    STRUCT_NEW(0xFB0000, "struct.new", Immediates.STRUCTURE, null, 1, "pops the fields of a new structure"),
    STRUCT_NEW_DEFAULT(
            0xFB0001, "struct.new_default", Immediates.STRUCTURE, null, 1, "pushes a new structure of zeros and nulls"),
    STRUCT_GET(0xFB0002, "struct.get", Immediates.STRUCTURE_AND_FIELD, null, 1, "pops a structure, pushes a field"),
    STRUCT_GET_S(
            0xFB0003,
            "struct.get_s",
            Immediates.STRUCTURE_AND_FIELD,
            null,
            1,
            "pops a structure, pushes a packed field, signed"),
    STRUCT_GET_U(
            0xFB0004,
            "struct.get_u",
            Immediates.STRUCTURE_AND_FIELD,
            null,
            1,
            "pops a structure, pushes a packed field, unsigned"),
    STRUCT_SET(0xFB0005, "struct.set", Immediates.STRUCTURE_AND_FIELD, null, 1, "pops into a field of a structure"),
    ARRAY_NEW(0xFB0006, "array.new", Immediates.ARRAY, null, 1, "pops an element and how often a new array has it"),
    ARRAY_NEW_DEFAULT(
            0xFB0007,
            "array.new_default",
            Immediates.ARRAY,
            null,
            1,
            "pops the length of a new array of zeros or nulls"),
    ARRAY_NEW_FIXED(
            0xFB0008, "array.new_fixed", Immediates.ARRAY_AND_LENGTH, null, 1, "pops the elements of a new array"),
    ARRAY_NEW_DATA(
            0xFB0009,
            "array.new_data",
            Immediates.ARRAY_AND_DATA,
            null,
            1,
            "makes an array of bytes of a data segment"),
    ARRAY_NEW_ELEM(
            0xFB000A,
            "array.new_elem",
            Immediates.ARRAY_AND_ELEMENT,
            null,
            1,
            "makes an array of elements of a segment"),
    ARRAY_GET(0xFB000B, "array.get", Immediates.ARRAY, null, 1, "pops an array and an index, pushes the element there"),
    ARRAY_GET_S(
            0xFB000C,
            "array.get_s",
            Immediates.ARRAY,
            null,
            1,
            "pops an array and an index, pushes a packed element, signed"),
    ARRAY_GET_U(
            0xFB000D,
            "array.get_u",
            Immediates.ARRAY,
            null,
            1,
            "pops an array and an index, pushes a packed element, unsigned"),
    ARRAY_SET(0xFB000E, "array.set", Immediates.ARRAY, null, 1, "pops into an element of an array"),
    ARRAY_LEN(0xFB000F, "array.len", Immediates.NONE, "y:i", 1, "pushes the length of an array"),
    ARRAY_FILL(0xFB0010, "array.fill", Immediates.ARRAY, null, 1, "fills a part of an array with an element"),
    ARRAY_COPY(0xFB0011, "array.copy", Immediates.ARRAY_AND_ARRAY, null, 1, "copies within or between arrays"),
    ARRAY_INIT_DATA(
            0xFB0012, "array.init_data", Immediates.ARRAY_AND_DATA, null, 1, "copies bytes of a segment into an array"),
    ARRAY_INIT_ELEM(
            0xFB0013,
            "array.init_elem",
            Immediates.ARRAY_AND_ELEMENT,
            null,
            1,
            "copies elements of a segment into an array"),
    REF_TEST(0xFB0014, "ref.test", Immediates.REFERENCE, null, 1, "whether a reference is of a type"),
    REF_TEST_NULL(
            0xFB0015, "ref.test", Immediates.NULLABLE_REFERENCE, null, 1, "whether a reference is null or of a type"),
    REF_CAST(
            0xFB0016,
            "ref.cast",
            Immediates.REFERENCE,
            null,
            1,
            "passes on a reference; traps if it is of no such type"),
    REF_CAST_NULL(
            0xFB0017,
            "ref.cast",
            Immediates.NULLABLE_REFERENCE,
            null,
            1,
            "passes on null and references of a type; traps at others"),
    BR_ON_CAST(
            0xFB0018,
            "br_on_cast",
            Immediates.LABEL_AND_CAST,
            null,
            1,
            "branches with the reference on top if it is of the second type"),
    BR_ON_CAST_FAIL(
            0xFB0019,
            "br_on_cast_fail",
            Immediates.LABEL_AND_CAST,
            null,
            1,
            "branches with the reference on top unless it is of the second type"),
    ANY_CONVERT_EXTERN(
            0xFB001A,
            "any.convert_extern",
            Immediates.NONE,
            null,
            1,
            "makes a reference from outside one of the guest's own"),
    EXTERN_CONVERT_ANY(
            0xFB001B,
            "extern.convert_any",
            Immediates.NONE,
            null,
            1,
            "makes a reference of the guest's own one from outside"),
    REF_I31(0xFB001C, "ref.i31", Immediates.NONE, "i:T", 1, "makes a reference of the low 31 bits"),
    I31_GET_S(0xFB001D, "i31.get_s", Immediates.NONE, "t:i", 1, "makes an integer of a reference to 31 bits, signed"),
    I31_GET_U(0xFB001E, "i31.get_u", Immediates.NONE, "t:i", 1, "makes an integer of a reference to 31 bits, unsigned"),

    // Exceptions.
    THROW(0x08, "throw", Immediates.TAG, null, 1, "pops the values of a new exception and throws it"),
    THROW_REF(0x0A, "throw_ref", Immediates.NONE, null, 1, "pops an exception and throws it again"),
    TRY_TABLE(
            0x1F,
            "try_table",
            Immediates.BLOCK_TYPE_AND_CATCHES,
            null,
            1,
            "begins a block out of which exceptions branch to labels");

    /** Names the price column and the rules by which blocks are charged; certificates quote it. */
    public static final int PRICE_TABLE_VERSION = 1;

    private static final char ADDRESS = 'a';
    private static final int PREFIX_SHIFT = 16;
    private static final @Nullable Opcode[] PLAIN = new @Nullable Opcode[0x100];
    private static final @Nullable Opcode[] PREFIXED_FB = new @Nullable Opcode[0x20];
    private static final @Nullable Opcode[] PREFIXED_FC = new @Nullable Opcode[0x20];
    private static final @Nullable Opcode[] NONE = {};

    static {
        for (Opcode opcode : values()) {
            table(opcode.prefix())[opcode.code & 0xFFFF] = opcode;
        }
    }

    /** The opcodes behind a prefix byte, or those of one byte for 0. */
    private static @Nullable Opcode[] table(int prefix) {
        return switch (prefix) {
            case 0 -> PLAIN;
            case 0xFB -> PREFIXED_FB;
            case 0xFC -> PREFIXED_FC;
            default -> NONE;
        };
    }

    private final int code;
    private final String mnemonic;
    private final Immediates immediates;
    private final @Nullable List<ValueType> parameters;
    private final @Nullable List<ValueType> results;
    private final @Nullable List<ValueType> wideParameters;
    private final @Nullable List<ValueType> wideResults;
    private final boolean addressed;
    private final int price;
    private final String meaning;

    Opcode(int code, String mnemonic, Immediates immediates, @Nullable String signature, int price, String meaning) {
        this.code = code;
        this.mnemonic = mnemonic;
        this.immediates = immediates;
        if (signature == null) {
            this.parameters = null;
            this.results = null;
            this.wideParameters = null;
            this.wideResults = null;
            this.addressed = false;
        } else {
            int colon = signature.indexOf(':');
            String popped = colon < 0 ? "" : signature.substring(0, colon);
            String pushed = colon < 0 ? "" : signature.substring(colon + 1);
            this.parameters = types(popped, ValueType.I32);
            this.results = types(pushed, ValueType.I32);
            this.wideParameters = types(popped, ValueType.I64);
            this.wideResults = types(pushed, ValueType.I64);
            this.addressed = signature.indexOf(ADDRESS) >= 0;
        }
        this.price = price;
        this.meaning = meaning;
    }

    private static List<ValueType> types(String letters, ValueType address) {
        List<ValueType> types = new ArrayList<>(letters.length());
        for (char letter : letters.toCharArray()) {
            types.add(
                    switch (letter) {
                        case 'i' -> ValueType.I32;
                        case 'l' -> ValueType.I64;
                        case 'f' -> ValueType.F32;
                        case 'd' -> ValueType.F64;
                        case 'q' -> new ReferenceType(true, HeapType.EQ);
                        case 'y' -> new ReferenceType(true, HeapType.ARRAY);
                        case 't' -> new ReferenceType(true, HeapType.I31);
                        case 'T' -> new ReferenceType(false, HeapType.I31);
                        case ADDRESS -> address;
                        default -> throw new IllegalArgumentException("no type has the letter " + letter);
                    });
        }
        return List.copyOf(types);
    }

    /** The opcode of one byte, or null when there is none. */
    public static @Nullable Opcode of(int code) {
        return code >= 0 && code < PLAIN.length ? PLAIN[code] : null;
    }

    /** The opcode behind a prefix byte, or null when there is none. */
    public static @Nullable Opcode of(int prefix, int subCode) {
        @Nullable Opcode[] table = isPrefix(prefix) ? table(prefix) : NONE;
        return subCode >= 0 && subCode < table.length ? table[subCode] : null;
    }

    /** Whether the byte introduces a sub-code. */
    public static boolean isPrefix(int code) {
        return code == 0xFB || code == 0xFC;
    }

    /** The byte, or {@code 0xppssss} for the sub-code {@code ssss} behind the prefix {@code pp}. */
    public int code() {
        return code;
    }

    /** The prefix byte, or 0 when the opcode is a byte of its own. */
    public int prefix() {
        return code >>> PREFIX_SHIFT;
    }

    /** The name in the text format. */
    public String mnemonic() {
        return mnemonic;
    }

    public Immediates immediates() {
        return immediates;
    }

    /** Whether a block begins with it, which an {@code end} of its own ends. */
    public boolean beginsBlock() {
        return immediates == Immediates.BLOCK_TYPE || immediates == Immediates.BLOCK_TYPE_AND_CATCHES;
    }

    /** Whether the operand types stand in the table; otherwise the validator has a rule for this opcode. */
    public boolean hasFixedTypes() {
        return parameters != null;
    }

    /** Whether there is an address among its fixed operand types. */
    public boolean hasAddress() {
        return addressed;
    }

    /**
     * The types popped, the topmost last, where addresses have 32 bits; only of an opcode that {@link #hasFixedTypes has
     * fixed types}.
     */
    public List<ValueType> parameters() {
        return fixed(parameters);
    }

    /**
     * The types pushed, the topmost last, where addresses have 32 bits; only of an opcode that {@link #hasFixedTypes has
     * fixed types}.
     */
    public List<ValueType> results() {
        return fixed(results);
    }

    /** The {@link #parameters} with addresses of this type. */
    public List<ValueType> parameters(NumberType address) {
        return fixed(address == NumberType.I64 ? wideParameters : parameters);
    }

    /** The {@link #results} with addresses of this type. */
    public List<ValueType> results(NumberType address) {
        return fixed(address == NumberType.I64 ? wideResults : results);
    }

    private List<ValueType> fixed(@Nullable List<ValueType> types) {
        if (types == null) {
            throw new IllegalStateException(mnemonic + " has no fixed operand types");
        }
        return types;
    }

    /** Fuel that every execution costs, whatever its operands. */
    public int price() {
        return price;
    }

    /** What it does, in one line. */
    public String meaning() {
        return meaning;
    }
}
