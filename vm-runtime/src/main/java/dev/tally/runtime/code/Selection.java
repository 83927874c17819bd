package dev.tally.runtime.code;

import dev.tally.core.isa.Opcode;

/**
 * Which operation stands for which opcode, where that is a matter of a table. What is not named here and has fixed
 * operand types is a {@link Operation#NUMERIC numeric} operation, whose meaning is found by its opcode.
 */
final class Selection {
    /** There is no such form. */
    static final int NONE = -1;

    private Selection() {}

    /** The operation of two slots, or {@link #NONE}. */
    static int ofTwoSlots(Opcode opcode) {
        return switch (opcode) {
            case I32_ADD -> Operation.I32_ADD;
            case I32_SUB -> Operation.I32_SUB;
            case I32_MUL -> Operation.I32_MUL;
            case I32_SHL -> Operation.I32_SHL;
            case I32_SHR_S -> Operation.I32_SHR_S;
            case I32_SHR_U -> Operation.I32_SHR_U;
            case I32_ROTL -> Operation.I32_ROTL;
            case I32_ROTR -> Operation.I32_ROTR;
            case I64_ADD -> Operation.I64_ADD;
            case I64_SUB -> Operation.I64_SUB;
            case I64_MUL -> Operation.I64_MUL;
            case I64_SHL -> Operation.I64_SHL;
            case I64_SHR_S -> Operation.I64_SHR_S;
            case I64_SHR_U -> Operation.I64_SHR_U;
            case I64_ROTL -> Operation.I64_ROTL;
            case I64_ROTR -> Operation.I64_ROTR;
            case I32_AND, I64_AND -> Operation.AND;
            case I32_OR, I64_OR -> Operation.OR;
            case I32_XOR, I64_XOR -> Operation.XOR;
            case I32_EQ, I64_EQ, REF_EQ -> Operation.EQ;
            case I32_NE, I64_NE -> Operation.NE;
            case I32_LT_S, I64_LT_S -> Operation.LT_S;
            case I32_LT_U, I64_LT_U -> Operation.LT_U;
            case I32_LE_S, I64_LE_S -> Operation.LE_S;
            case I32_LE_U, I64_LE_U -> Operation.LE_U;
            case I32_DIV_S -> Operation.I32_DIV_S;
            case I32_DIV_U -> Operation.I32_DIV_U;
            case I32_REM_S -> Operation.I32_REM_S;
            case I32_REM_U -> Operation.I32_REM_U;
            case F32_ADD -> Operation.F32_BINARY | Operation.ADD << 8;
            case F32_SUB -> Operation.F32_BINARY | Operation.SUBTRACT << 8;
            case F32_MUL -> Operation.F32_BINARY | Operation.MULTIPLY << 8;
            case F32_DIV -> Operation.F32_BINARY | Operation.DIVIDE << 8;
            case F64_ADD -> Operation.F64_ADD;
            case F64_SUB -> Operation.F64_SUB;
            case F64_MUL -> Operation.F64_MUL;
            case F64_DIV -> Operation.F64_DIV;
            case F32_EQ -> Operation.F32_BINARY | Operation.EQUAL << 8;
            case F32_NE -> Operation.F32_BINARY | Operation.UNEQUAL << 8;
            case F32_LT -> Operation.F32_BINARY | Operation.LESS << 8;
            case F32_LE -> Operation.F32_BINARY | Operation.LESS_OR_EQUAL << 8;
            case F64_EQ -> Operation.F64_EQ;
            case F64_NE -> Operation.F64_NE;
            case F64_LT -> Operation.F64_LT;
            case F64_LE -> Operation.F64_LE;
            default -> NONE;
        };
    }

    /** The operation of two slots that does the same when they are swapped, or {@link #NONE}. */
    static int ofTwoSlotsSwapped(Opcode opcode) {
        return switch (opcode) {
            case I32_GT_S, I64_GT_S -> Operation.LT_S;
            case I32_GT_U, I64_GT_U -> Operation.LT_U;
            case I32_GE_S, I64_GE_S -> Operation.LE_S;
            case I32_GE_U, I64_GE_U -> Operation.LE_U;
            case F32_GT -> Operation.F32_BINARY | Operation.LESS << 8;
            case F32_GE -> Operation.F32_BINARY | Operation.LESS_OR_EQUAL << 8;
            case F64_GT -> Operation.F64_LT;
            case F64_GE -> Operation.F64_LE;
            default -> NONE;
        };
    }

    /** The operation of a slot and a number, or {@link #NONE}; {@link #immediateNumber} tells which number. */
    static int ofSlotAndNumber(Opcode opcode) {
        return switch (opcode) {
            case I32_ADD, I32_SUB -> Operation.I32_ADD_IMMEDIATE;
            case I32_MUL -> Operation.I32_MUL_IMMEDIATE;
            case I32_SHL -> Operation.I32_SHL_IMMEDIATE;
            case I32_SHR_S -> Operation.I32_SHR_S_IMMEDIATE;
            case I32_SHR_U -> Operation.I32_SHR_U_IMMEDIATE;
            case I32_ROTL, I32_ROTR -> Operation.I32_ROTL_IMMEDIATE;
            case I64_ADD, I64_SUB -> Operation.I64_ADD_IMMEDIATE;
            case I64_MUL -> Operation.I64_MUL_IMMEDIATE;
            case I64_SHL -> Operation.I64_SHL_IMMEDIATE;
            case I64_SHR_S -> Operation.I64_SHR_S_IMMEDIATE;
            case I64_SHR_U -> Operation.I64_SHR_U_IMMEDIATE;
            case I64_ROTL, I64_ROTR -> Operation.I64_ROTL_IMMEDIATE;
            case I32_AND, I64_AND -> Operation.AND_IMMEDIATE;
            case I32_OR, I64_OR -> Operation.OR_IMMEDIATE;
            case I32_XOR, I64_XOR -> Operation.XOR_IMMEDIATE;
            case I32_EQ, I64_EQ -> Operation.EQ_IMMEDIATE;
            case I32_NE, I64_NE -> Operation.NE_IMMEDIATE;
            case I32_LT_S, I64_LT_S, I32_LE_S, I64_LE_S -> Operation.LT_S_IMMEDIATE;
            case I32_GT_S, I64_GT_S, I32_GE_S, I64_GE_S -> Operation.GE_S_IMMEDIATE;
            case I32_LT_U, I64_LT_U, I32_LE_U, I64_LE_U -> Operation.LT_U_IMMEDIATE;
            case I32_GT_U, I64_GT_U, I32_GE_U, I64_GE_U -> Operation.GE_U_IMMEDIATE;
            default -> NONE;
        };
    }

    /**
     * The number that the immediate form takes for a constant right operand: minus it for a subtraction, one more for
     * {@code <=} and {@code >}, the opposite for a rotation to the right.
     */
    static long immediateNumber(Opcode opcode, long constant) {
        return switch (opcode) {
            case I32_SUB, I64_SUB, I32_ROTR, I64_ROTR -> -constant;
            case I32_LE_S, I64_LE_S, I32_GT_S, I64_GT_S -> constant + 1;
            // One more than the greatest unsigned number is no number; a value out of range makes the form unusable.
            case I32_LE_U, I64_LE_U, I32_GT_U, I64_GT_U -> constant == -1 ? Long.MAX_VALUE : constant + 1;
            default -> constant;
        };
    }

    /** Whether the operands may be exchanged. */
    static boolean commutes(Opcode opcode) {
        return switch (opcode) {
            case I32_ADD, I32_MUL, I32_AND, I32_OR, I32_XOR, I32_EQ, I32_NE -> true;
            case I64_ADD, I64_MUL, I64_AND, I64_OR, I64_XOR, I64_EQ, I64_NE -> true;
            default -> false;
        };
    }

    /** Whether the value stays as it is, because both types are kept in the same form. */
    static boolean isMove(Opcode opcode) {
        return switch (opcode) {
            case I64_EXTEND_I32_S, I32_REINTERPRET_F32, I64_REINTERPRET_F64, F32_REINTERPRET_I32, F64_REINTERPRET_I64 ->
                true;
            default -> false;
        };
    }

    /** The load or store for an opcode of memory access. */
    static int access(Opcode opcode) {
        return switch (opcode) {
            case I32_LOAD8_S, I64_LOAD8_S -> Operation.LOAD_8_S;
            case I32_LOAD8_U, I64_LOAD8_U -> Operation.LOAD_8_U;
            case I32_LOAD16_S, I64_LOAD16_S -> Operation.LOAD_16_S;
            case I32_LOAD16_U, I64_LOAD16_U -> Operation.LOAD_16_U;
            case I32_LOAD, F32_LOAD, I64_LOAD32_S -> Operation.LOAD_32_S;
            case I64_LOAD32_U -> Operation.LOAD_32_U;
            case I64_LOAD, F64_LOAD -> Operation.LOAD_64;
            case I32_STORE8, I64_STORE8 -> Operation.STORE_8;
            case I32_STORE16, I64_STORE16 -> Operation.STORE_16;
            case I32_STORE, F32_STORE, I64_STORE32 -> Operation.STORE_32;
            case I64_STORE, F64_STORE -> Operation.STORE_64;
            default -> NONE;
        };
    }

    /** The fed form of an operation for the left operand, or {@link #NONE}. */
    static int fedLeft(int operation) {
        return operation == Operation.F64_SUB ? NONE : fedRight(operation);
    }

    /** The fed form of an operation for the right operand, or {@link #NONE}. */
    static int fedRight(int operation) {
        return switch (operation) {
            case Operation.I32_ADD -> Operation.FED_I32_ADD;
            case Operation.AND -> Operation.FED_AND;
            case Operation.XOR -> Operation.FED_XOR;
            case Operation.F64_ADD -> Operation.FED_F64_ADD;
            case Operation.F64_MUL -> Operation.FED_F64_MUL;
            case Operation.F64_SUB -> Operation.FED_F64_SUB_FROM;
            default -> NONE;
        };
    }

    /** Whether the result of an operation may be fed. What the loop may leave to others stores its result always. */
    static boolean feeds(int operation) {
        return switch (operation) {
            case Operation.NUMERIC,
                    Operation.NUMERIC_TRAPPING,
                    Operation.REF_TEST,
                    NONE,
                    Operation.I32_DIV_S,
                    Operation.I32_DIV_U,
                    Operation.I32_REM_S,
                    Operation.I32_REM_U -> false;
            default -> true;
        };
    }

    /** The load from an address that is a sum, or {@link #NONE}. */
    static int displaced(int load) {
        return switch (load) {
            case Operation.LOAD_8_U -> Operation.LOAD_8_U_DISPLACED;
            case Operation.LOAD_32_S -> Operation.LOAD_32_S_DISPLACED;
            case Operation.LOAD_64 -> Operation.LOAD_64_DISPLACED;
            default -> NONE;
        };
    }

    /** Whether a numeric operation may trap. */
    static boolean mayTrap(Opcode opcode) {
        return switch (opcode) {
            case I32_DIV_S, I32_DIV_U, I32_REM_S, I32_REM_U, I64_DIV_S, I64_DIV_U, I64_REM_S, I64_REM_U -> true;
            case I32_TRUNC_F32_S, I32_TRUNC_F32_U, I32_TRUNC_F64_S, I32_TRUNC_F64_U -> true;
            case I64_TRUNC_F32_S, I64_TRUNC_F32_U, I64_TRUNC_F64_S, I64_TRUNC_F64_U -> true;
            default -> false;
        };
    }

    /** The operation of one slot, or {@link #NONE}. */
    static int ofOneSlot(Opcode opcode) {
        return switch (opcode) {
            case I32_WRAP_I64 -> Operation.I32_WRAP_I64;
            case I64_EXTEND_I32_U -> Operation.I64_EXTEND_I32_U;
            case I32_EXTEND8_S, I64_EXTEND8_S -> Operation.EXTEND_8_S;
            case I32_EXTEND16_S, I64_EXTEND16_S -> Operation.EXTEND_16_S;
            case F64_SQRT -> Operation.F64_SQRT;
            case F64_CONVERT_I32_S -> Operation.F64_CONVERT_I32_S;
            default -> NONE;
        };
    }
}
