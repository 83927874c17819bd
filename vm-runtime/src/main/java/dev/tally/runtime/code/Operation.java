package dev.tally.runtime.code;

/**
 * The operations of lowered code. One operation is one or more 64-bit words; the first names the operation and up to
 * three slots of the frame, so that most of WebAssembly's pushes and pops vanish:
 *
 * <pre>
 *   63        48 47        32 31        16 15    8 7      0
 *  +------------+------------+------------+-------+--------+
 *  |     c      |     b      |     a      | extra |  code  |
 *  +------------+------------+------------+-------+--------+
 * </pre>
 *
 * {@code a} is the slot written, {@code b} and {@code c} the slots read; in the forms named {@code _IMMEDIATE} the field
 * {@code c} is a signed number. Conditional branches compare {@code b} and {@code c}. The second word of a branch is
 *
 * <pre>
 *   63                       32 31  30         16 15          0
 *  +---------------------------+---+-------------+-------------+
 *  |      relative target      | h |   charge    |   charge    |
 *  |                           |   | if not taken|  if taken   |
 *  +---------------------------+---+-------------+-------------+
 * </pre>
 *
 * with the target counted from this word, and {@code h} set when it is the head of a loop, where a guest that owes fuel
 * comes to rest.
 *
 * <p>A word whose result feeds the next one has a flag in its extra field, and so has the word that is fed, whose code is
 * one of a few of their own; a fed word can feed the next in turn:
 *
 * <pre>
 *   15      14    13             8
 *  +-------+-----+----------------+
 *  | feeds | fed |  kind or flag  |
 *  +-------+-----+----------------+
 * </pre>
 *
 * <p>Integers of 32 bits are kept sign-extended, floats of 32 bits as their sign-extended bits, references as their
 * sign-extended words. Therefore comparisons, bitwise operations and most loads and moves are the same for both widths
 * and stand here once.
 */
public final class Operation {
    public static final int COPY = 0;
    /** {@code a} := the signed number in the bits of {@code b} and {@code c}. */
    public static final int CONSTANT = 1;
    /** {@code a} := the next word. */
    public static final int CONSTANT_WIDE = 2;
    /** {@code a} := {@code b} if the slot that the next word names is not zero, otherwise {@code c}. */
    public static final int SELECT = 3;
    /** Moves {@code c} slots from {@code b} to {@code a}; the ranges may overlap. */
    public static final int MOVE = 4;

    public static final int I32_ADD = 5;
    public static final int I32_SUB = 6;
    public static final int I32_MUL = 7;
    public static final int I32_SHL = 8;
    public static final int I32_SHR_S = 9;
    public static final int I32_SHR_U = 10;
    public static final int I32_ROTL = 11;
    public static final int I32_ROTR = 12;
    public static final int I32_ADD_IMMEDIATE = 13;
    public static final int I32_MUL_IMMEDIATE = 14;
    public static final int I32_SHL_IMMEDIATE = 15;
    public static final int I32_SHR_S_IMMEDIATE = 16;
    public static final int I32_SHR_U_IMMEDIATE = 17;
    public static final int I32_ROTL_IMMEDIATE = 18;

    public static final int I64_ADD = 19;
    public static final int I64_SUB = 20;
    public static final int I64_MUL = 21;
    public static final int I64_SHL = 22;
    public static final int I64_SHR_S = 23;
    public static final int I64_SHR_U = 24;
    public static final int I64_ROTL = 25;
    public static final int I64_ROTR = 26;
    public static final int I64_ADD_IMMEDIATE = 27;
    public static final int I64_MUL_IMMEDIATE = 28;
    public static final int I64_SHL_IMMEDIATE = 29;
    public static final int I64_SHR_S_IMMEDIATE = 30;
    public static final int I64_SHR_U_IMMEDIATE = 31;
    public static final int I64_ROTL_IMMEDIATE = 32;

    public static final int AND = 33;
    public static final int OR = 34;
    public static final int XOR = 35;
    public static final int AND_IMMEDIATE = 36;
    public static final int OR_IMMEDIATE = 37;
    public static final int XOR_IMMEDIATE = 38;

    // The order of these six is that of the next three groups; see negated and branchOn.
    public static final int EQ = 39;
    public static final int NE = 40;
    public static final int LT_S = 41;
    public static final int LE_S = 42;
    public static final int LT_U = 43;
    public static final int LE_U = 44;

    public static final int EQ_IMMEDIATE = 45;
    public static final int NE_IMMEDIATE = 46;
    public static final int LT_S_IMMEDIATE = 47;
    public static final int GE_S_IMMEDIATE = 48;
    public static final int LT_U_IMMEDIATE = 49;
    public static final int GE_U_IMMEDIATE = 50;

    public static final int BRANCH_EQ = 51;
    public static final int BRANCH_NE = 52;
    public static final int BRANCH_LT_S = 53;
    public static final int BRANCH_LE_S = 54;
    public static final int BRANCH_LT_U = 55;
    public static final int BRANCH_LE_U = 56;

    public static final int BRANCH_EQ_IMMEDIATE = 57;
    public static final int BRANCH_NE_IMMEDIATE = 58;
    public static final int BRANCH_LT_S_IMMEDIATE = 59;
    public static final int BRANCH_GE_S_IMMEDIATE = 60;
    public static final int BRANCH_LT_U_IMMEDIATE = 61;
    public static final int BRANCH_GE_U_IMMEDIATE = 62;

    public static final int BRANCH = 63;
    /** Branches by {@code b}; the next word is the number of targets, each of the following words is one. */
    public static final int BRANCH_TABLE = 64;

    /** An operation of {@code b} and {@code c} that {@code extra} names, as one of the next eight. */
    public static final int F32_BINARY = 65;

    public static final int ADD = 0;
    public static final int SUBTRACT = 1;
    public static final int MULTIPLY = 2;
    public static final int DIVIDE = 3;
    public static final int EQUAL = 4;
    public static final int UNEQUAL = 5;
    public static final int LESS = 6;
    public static final int LESS_OR_EQUAL = 7;

    public static final int F64_ADD = 69;
    public static final int F64_SUB = 70;
    public static final int F64_MUL = 71;
    public static final int F64_DIV = 72;
    // Branches on floats, whose negations are others than those of integers: no number is in order with NaN.
    public static final int BRANCH_F64_LT = 73;
    public static final int BRANCH_F64_LE = 74;
    public static final int BRANCH_F64_NOT_LT = 75;
    public static final int BRANCH_F64_NOT_LE = 76;
    public static final int F64_EQ = 77;
    public static final int F64_NE = 78;
    public static final int F64_LT = 79;
    public static final int F64_LE = 80;

    public static final int I32_WRAP_I64 = 81;
    public static final int I64_EXTEND_I32_U = 82;

    /** {@code a} := a numeric operation of {@code b} and {@code c}; {@code extra} is its selector. */
    public static final int NUMERIC = 83;
    /** The same for operations that may trap. */
    public static final int NUMERIC_TRAPPING = 84;

    // Loads: a := memory[b + c]; stores: memory[b + a] := c; the number is not negative. The wide forms take the
    // offset from the next word; extra is the width, counted from the first of the others. One of the others has a wide
    // form only.
    public static final int LOAD_8_S = 85;
    public static final int LOAD_8_U = 86;
    public static final int LOAD_16_S = 87;
    public static final int LOAD_16_U = 88;
    public static final int LOAD_32_S = 89;
    public static final int LOAD_32_U = 90;
    public static final int LOAD_64 = 91;
    public static final int STORE_8 = 92;
    public static final int STORE_16 = 93;
    public static final int STORE_32 = 94;
    public static final int STORE_64 = 95;
    public static final int LOAD_WIDE = 96;
    public static final int STORE_WIDE = 97;

    /** {@code a} := the global that the next word names. */
    public static final int GLOBAL_GET = 107;

    /** The global that the next word names := {@code b}. */
    public static final int GLOBAL_SET = 108;

    /**
     * Charges {@code c}. With {@link #CHECKS}, a guest that then owes fuel comes to rest at the safepoint that {@code a}
     * and {@code b} number.
     */
    public static final int CHARGE = 109;
    /** The extra field of a charge that checks, at its place in the word. */
    public static final int CHECKS = 1 << 8;

    /** Arguments from {@code a}; next word: function and safepoint. */
    public static final int CALL = 111;
    /** Arguments from {@code a}, index in {@code b}; next words: type and safepoint, table. */
    public static final int CALL_INDIRECT = 112;
    /** Returns the result in {@code b}, or none; {@code a} is where the frame's header begins, {@code c} their count. */
    public static final int RETURN = 113;
    /** The same for several results, from {@code b} on. */
    public static final int RETURN_MANY = 114;

    public static final int UNREACHABLE = 115;

    /** An {@link IndexedOperation}, in {@code extra}, of the operands from {@code a}; next word: its two indices. */
    public static final int INDEXED = 116;
    /**
     * A {@link ResumableOperation}, in {@code extra}, of the operands from {@code a}; next words: its two indices, the
     * safepoint and the price of the block behind it.
     */
    public static final int RESUMABLE = 117;

    /**
     * The {@link #RESUMABLE} operations that make a structure of {@code c} bytes, where there is nearly always room for it at once. The low
     * bits of {@code b} are those of 64 that its first field leaves. That becomes the operand in {@code a} where the bit
     * {@link #TAKES_FIRST} of the word is set, and a {@link #FIELD_SET} follows for each of the others; all are 0 and null otherwise.
     */
    public static final int STRUCT_NEW = 118;

    public static final int TAKES_FIRST = 40;

    // Numeric operations in their usual case.
    public static final int I32_DIV_S = 119;
    public static final int I32_DIV_U = 120;
    public static final int I32_REM_S = 121;
    public static final int I32_REM_U = 122;
    public static final int EXTEND_8_S = 123;
    public static final int EXTEND_16_S = 124;
    public static final int F64_SQRT = 125;
    public static final int F64_CONVERT_I32_S = 126;

    /**
     * At the head of a loop from which compiled code can go on; {@code a} and {@code b} number its safepoint. Added to code that
     * is placed already.
     */
    public static final int ENTER_COMPILED = 127;

    // The most common loads where the address is a sum: a := memory[(b + c) modulo 2^32]; c is a signed number.
    public static final int LOAD_8_U_DISPLACED = 128;
    public static final int LOAD_32_S_DISPLACED = 131;
    public static final int LOAD_64_DISPLACED = 133;

    /** Arguments from {@code a}, function in {@code b}; next word: type and safepoint. */
    public static final int CALL_REF = 134;

    // The same calls in place of the caller's frame. A return stands behind them, for callees that are no code.
    public static final int RETURN_CALL = 135;
    public static final int RETURN_CALL_INDIRECT = 136;
    public static final int RETURN_CALL_REF = 137;

    // Fields and elements of objects. The kind in the extra field of what reads is that of a wide load, of what writes
    // one of
    // those below.
    /** {@code a} := the field of {@code b} at the offset {@code c}, counted in fields of its size. */
    public static final int FIELD_GET = 98;
    /** The same field := {@code a}. */
    public static final int FIELD_SET = 99;
    /** {@code a} := the element of {@code b} with the index in {@code c}. */
    public static final int ELEMENT_GET = 100;
    /** The same element := {@code a}. */
    public static final int ELEMENT_SET = 101;
    /** {@code a} := the length of {@code b}. */
    public static final int ARRAY_LENGTH = 102;

    public static final int STORES_8 = 0;
    public static final int STORES_16 = 1;
    public static final int STORES_32 = 2;
    public static final int STORES_64 = 3;
    /** A reference, which may have to be remembered. Its low bits are the shift, as those of the others are. */
    public static final int STORES_REFERENCE = 6;

    /**
     * Branches if the reference in {@code b} is of the heap type in the next word, or null where the first bit of
     * {@code extra} is set; if it is not where the second is. The word is the index of a type of the module, negative if
     * that is final; or the number of an abstract type.
     */
    public static final int BRANCH_ON_CAST = 103;
    /** Traps unless the reference in {@code b} is of the heap type in the next word; the same otherwise. */
    public static final int REF_CAST = 106;
    /** 1 if the reference in {@code b} is of the heap type in the next word, 0 otherwise; the same otherwise. */
    public static final int REF_TEST = 138;
    /** {@code a} := a reference to the function that the upper half of the next word names. */
    public static final int REF_FUNC = 139;
    /** Traps unless the reference in {@code b} has one of the bits {@code c}, a signed number; {@code extra} is the {@link Requirement}. */
    public static final int REQUIRE = 110;

    public static final int OR_NULL = 1;
    public static final int UNLESS = 2;

    /** Throws a new exception of the operands from {@code a}; next word: tag and safepoint. */
    public static final int THROW = 104;
    /** Throws the exception in {@code a} again; next word: the safepoint. */
    public static final int THROW_REF = 105;

    // A fed word has one of these seven as its code: a := the result of the operation before, combined with b.
    public static final int FED_I32_ADD = 0;
    public static final int FED_AND = 1;
    public static final int FED_XOR = 2;
    public static final int FED_F64_ADD = 3;
    public static final int FED_F64_MUL = 4;
    /** Subtracts the result of the operation before. */
    public static final int FED_F64_SUB_FROM = 5;
    /** Stores the result of the operation before; {@code a} := {@code b}. */
    public static final int FED_COPY = 6;

    /** The flag of a word whose result is not stored but fed to the next word, at its place in the word. */
    public static final int FEEDS = 1 << 15;

    /** The flag of a word that is fed. */
    static final int FED = 1 << 14;

    private static final int LAST_FED = FED_COPY;

    /** The part of the extra field that no flag takes. */
    public static final int KIND_MASK = 0x3F;

    /** The flag of a branch word whose target is the head of a loop. */
    static final long LOOP_HEAD = 1L << 31;

    /** The largest number that fits into an immediate field; the smallest is its complement. */
    static final int MAX_IMMEDIATE = Short.MAX_VALUE;

    private static final int GROUP = 6;

    private Operation() {}

    /** Whether a first word is fed. The selector of a numeric operation may look like the flag, but not its code. */
    static boolean isFed(long word) {
        return ((int) word & FED) != 0 && ((int) word & 0xFF) <= LAST_FED;
    }

    /** Whether it is a load or a store. */
    public static boolean isAccess(int operation) {
        return operation >= LOAD_8_S && operation <= STORE_WIDE
                || operation >= LOAD_8_U_DISPLACED && operation <= LOAD_64_DISPLACED;
    }

    static boolean isComparison(int operation) {
        return operation >= EQ && operation <= GE_U_IMMEDIATE;
    }

    /** The branch that is taken when a comparison holds. */
    static int branchOn(int comparison) {
        return comparison + (BRANCH_EQ - EQ);
    }

    /** Whether it is a comparison of floats that has branches. */
    static boolean isBranchingFloatComparison(int operation) {
        return operation == F64_LT || operation == F64_LE;
    }

    /** The branch that is taken when a comparison of floats holds, or when it does not. */
    static int floatBranchOn(int comparison, boolean ifHolds) {
        return comparison - F64_LT + (ifHolds ? BRANCH_F64_LT : BRANCH_F64_NOT_LT);
    }

    /**
     * The comparison, or branch, that holds when the given one does not. Of the forms that compare two slots with
     * {@code <} and {@code <=} the slots must be {@linkplain #swapsWhenNegated swapped} as well.
     */
    static int negated(int operation) {
        int group = operation - (operation - EQ) % GROUP;
        return group + ((operation - group) ^ 1);
    }

    /** Whether {@link #negated} asks for its operands in the other order: not (x &lt; y) is y &lt;= x. */
    static boolean swapsWhenNegated(int operation) {
        int group = (operation - EQ) / GROUP;
        int place = (operation - EQ) % GROUP;
        return group % 2 == 0 && place >= 2;
    }

    /** A first word. */
    public static long word(int operation, int extra, int a, int b, int c) {
        return operation | (extra & 0xFFL) << 8 | (a & 0xFFFFL) << 16 | (b & 0xFFFFL) << 32 | (c & 0xFFFFL) << 48;
    }

    /** A first word whose fields {@code b} and {@code c} are one 32-bit number. */
    public static long wordWithNumber(int operation, int a, int number) {
        return operation | (a & 0xFFFFL) << 16 | (long) number << 32;
    }

    /** A word of two 32-bit numbers. */
    public static long pair(int high, int low) {
        return (long) high << 32 | (low & 0xFFFFFFFFL);
    }
}
