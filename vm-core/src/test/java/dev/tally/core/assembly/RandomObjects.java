package dev.tally.core.assembly;

import dev.tally.core.isa.CatchClause.Kind;
import dev.tally.core.isa.Opcode;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.List;
import java.util.Random;

/**
 * The parts of {@link RandomBody random bodies} that are about objects and exceptions, for the types, segments and the
 * tag of {@link OpcodePrograms#module}. Where code behind them cannot be reached, their block ends at once, so that
 * operands can be counted without knowing what is reached.
 */
final class RandomObjects {
    private static final int STRUCTURE = 2;
    private static final int NUMBERS = 3;
    private static final int BYTES = 4;
    private static final int FUNCTIONS = 5;

    private static final ReferenceType ANYREF = new ReferenceType(true, HeapType.ANY);
    private static final ReferenceType EXNREF = new ReferenceType(true, HeapType.EXN);
    private static final long FROM_NULLABLE = 1;
    private static final long BOTH_NULLABLE = 3;

    private final RandomBody body;
    private final Random random;

    RandomObjects(RandomBody body, Random random) {
        this.body = body;
        this.random = random;
    }

    /** Leaves an i32 that an object, a cast or an exception told. */
    void number(int depth) {
        switch (random.nextInt(12)) {
            case 0 -> {
                structure(depth);
                body.op(0, random.nextBoolean() ? Opcode.STRUCT_GET_S : Opcode.STRUCT_GET_U, STRUCTURE, 0);
            }
            case 1 -> {
                structure(depth);
                body.op(0, Opcode.STRUCT_GET, STRUCTURE, 1);
                body.op(0, Opcode.I32_WRAP_I64);
            }
            case 2 -> {
                array(NUMBERS, depth);
                body.expression(ValueType.I32, depth + 1);
                body.op(-1, Opcode.ARRAY_GET, NUMBERS);
            }
            case 3 -> {
                range(depth);
                body.op(-1, Opcode.ARRAY_NEW_DATA, BYTES, 0);
                body.expression(ValueType.I32, depth + 1);
                body.op(-1, random.nextBoolean() ? Opcode.ARRAY_GET_S : Opcode.ARRAY_GET_U, BYTES);
            }
            case 4 -> {
                range(depth);
                body.op(-1, Opcode.ARRAY_NEW_ELEM, FUNCTIONS, 0);
                body.op(0, Opcode.ARRAY_LEN);
            }
            case 5 -> {
                any(depth);
                body.op(
                        0,
                        random.nextBoolean() ? Opcode.REF_TEST : Opcode.REF_TEST_NULL,
                        STRUCTURE + random.nextInt(4));
            }
            case 6 -> {
                any(depth);
                body.op(0, random.nextBoolean() ? Opcode.REF_CAST : Opcode.REF_CAST_NULL, HeapType.I31.index());
                body.op(0, random.nextBoolean() ? Opcode.I31_GET_S : Opcode.I31_GET_U);
            }
            case 7 -> {
                any(depth);
                body.op(0, Opcode.EXTERN_CONVERT_ANY);
                body.op(0, Opcode.REF_IS_NULL);
            }
            case 8 -> branchOnCast(depth);
            case 9 -> branchOnFailedCast(depth);
            case 10 -> caughtNumber(depth);
            default -> thrownAgain(depth);
        }
    }

    /** Leaves as many values as there were, and perhaps an object that is no longer what it was. */
    void change(int depth) {
        switch (random.nextInt(6)) {
            case 0 -> {
                structure(depth);
                body.expression(ValueType.I32, depth + 1);
                body.op(-2, Opcode.STRUCT_SET, STRUCTURE, 0);
            }
            case 1 -> {
                array(NUMBERS, depth);
                range(depth);
                body.op(-3, Opcode.ARRAY_SET, NUMBERS);
            }
            case 2 -> {
                array(FUNCTIONS, depth);
                body.expression(ValueType.I32, depth + 1);
                body.expression(ValueType.FUNCREF, depth + 1);
                body.expression(ValueType.I32, depth + 1);
                body.op(-4, Opcode.ARRAY_FILL, FUNCTIONS);
            }
            case 3 -> {
                array(BYTES, depth);
                body.expression(ValueType.I32, depth + 1);
                array(BYTES, depth);
                range(depth);
                body.op(-5, Opcode.ARRAY_COPY, BYTES, BYTES);
            }
            case 4 -> {
                array(BYTES, depth);
                body.expression(ValueType.I32, depth + 1);
                range(depth);
                body.op(-4, Opcode.ARRAY_INIT_DATA, BYTES, 0);
            }
            default -> {
                array(FUNCTIONS, depth);
                body.expression(ValueType.I32, depth + 1);
                range(depth);
                body.op(-4, Opcode.ARRAY_INIT_ELEM, FUNCTIONS, 0);
            }
        }
    }

    /** Leaves two i32. */
    private void range(int depth) {
        body.expression(ValueType.I32, depth + 1);
        body.expression(ValueType.I32, depth + 1);
    }

    private void structure(int depth) {
        switch (random.nextInt(3)) {
            case 0 -> body.op(1, Opcode.REF_NULL, STRUCTURE);
            case 1 -> body.op(1, Opcode.STRUCT_NEW_DEFAULT, STRUCTURE);
            default -> {
                body.expression(ValueType.I32, depth + 1);
                body.expression(ValueType.I64, depth + 1);
                body.op(-1, Opcode.STRUCT_NEW, STRUCTURE);
            }
        }
    }

    private void array(int type, int depth) {
        ValueType element = type == FUNCTIONS ? ValueType.FUNCREF : ValueType.I32;
        switch (random.nextInt(4)) {
            case 0 -> body.op(1, Opcode.REF_NULL, type);
            case 1 -> {
                body.expression(ValueType.I32, depth + 1);
                body.op(0, Opcode.ARRAY_NEW_DEFAULT, type);
            }
            case 2 -> {
                body.expression(element, depth + 1);
                body.expression(ValueType.I32, depth + 1);
                body.op(-1, Opcode.ARRAY_NEW, type);
            }
            default -> {
                int length = random.nextInt(3);
                for (int i = 0; i < length; i++) {
                    body.expression(element, depth + 1);
                }
                body.op(1 - length, Opcode.ARRAY_NEW_FIXED, type, length);
            }
        }
    }

    /** Leaves an anyref. */
    private void any(int depth) {
        switch (random.nextInt(4)) {
            case 0 -> structure(depth);
            case 1 -> array(BYTES, depth);
            case 2 -> {
                body.expression(ValueType.I32, depth + 1);
                body.op(0, Opcode.REF_I31);
            }
            default -> {
                body.expression(ValueType.EXTERNREF, depth + 1);
                body.op(0, Opcode.ANY_CONVERT_EXTERN);
            }
        }
    }

    // Each of these is a block that leaves an i32.

    private void branchOnCast(int depth) {
        body.code().block(Opcode.BLOCK, new ReferenceType(false, HeapType.I31));
        body.inside(List.of(), () -> {
            any(depth);
            body.op(0, Opcode.BR_ON_CAST, FROM_NULLABLE, 0, HeapType.ANY.index(), HeapType.I31.index());
            body.op(-1, Opcode.DROP);
            body.expression(ValueType.I32, depth + 1);
            body.op(0, Opcode.REF_I31);
        });
        body.code().end();
        body.op(0, Opcode.I31_GET_U);
    }

    private void branchOnFailedCast(int depth) {
        body.code().block(Opcode.BLOCK, ANYREF);
        body.inside(List.of(), () -> {
            any(depth);
            body.op(0, Opcode.BR_ON_CAST_FAIL, BOTH_NULLABLE, 0, HeapType.ANY.index(), STRUCTURE);
        });
        body.code().end();
        body.op(0, Opcode.REF_IS_NULL);
    }

    private void caughtNumber(int depth) {
        body.code().block(Opcode.BLOCK, ValueType.I32);
        body.inside(List.of(), () -> {
            tried(depth, Kind.CATCH.code(), 0, 0);
            body.expression(ValueType.I32, depth + 1);
        });
        body.code().end();
    }

    private void thrownAgain(int depth) {
        body.code().block(Opcode.BLOCK, ValueType.I32);
        body.inside(List.of(), () -> {
            body.code().block(Opcode.BLOCK, EXNREF);
            body.inside(List.of(), () -> {
                tried(depth, Kind.CATCH_ALL_REF.code(), 0);
                body.op(1, Opcode.REF_NULL, HeapType.EXN.index());
            });
            body.code().end();
            // An i32 takes the place of the exception where the block ends.
            body.op(0, Opcode.THROW_REF);
        });
        body.code().end();
    }

    private void tried(int depth, long... catches) {
        long[] immediates = new long[catches.length + 1];
        immediates[0] = Encoding.signed(0x40);
        System.arraycopy(catches, 0, immediates, 1, catches.length);
        body.code().op(Opcode.TRY_TABLE, immediates);
        body.inside(List.of(), () -> {
            body.statement(depth + 1);
            body.throwing(depth);
        });
        body.code().end();
    }
}
