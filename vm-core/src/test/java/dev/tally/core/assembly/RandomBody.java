package dev.tally.core.assembly;

import dev.tally.core.isa.CatchClause;
import dev.tally.core.isa.Opcode;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Writes valid bodies at random: expressions that leave one value of a wanted type, and statements that leave none. It
 * counts the operands on the way, so that validation can be compared with a second opinion.
 */
final class RandomBody {
    private static final List<Opcode> FIXED =
            Arrays.stream(Opcode.values()).filter(Opcode::hasFixedTypes).toList();
    private static final int DEEPEST = 5;

    private final Random random;
    private final List<ValueType> locals;
    private final CodeBuilder code = new CodeBuilder();
    private final RandomObjects objects;

    /** The result types of the labels in scope, the innermost last; a label without result is an empty list. */
    private final List<List<ValueType>> labels = new ArrayList<>();

    private int height;
    private int highest;

    /**
     * @param locals the types of parameters and locals
     * @param results what the body is to leave
     */
    RandomBody(Random random, List<ValueType> locals, List<ValueType> results) {
        this.random = random;
        this.locals = locals;
        this.objects = new RandomObjects(this, random);
        labels.add(results);
        for (int i = random.nextInt(6); i > 0; i--) {
            statement(0);
        }
        results.forEach(type -> expression(type, 0));
        code.end();
    }

    CodeBuilder code() {
        return code;
    }

    /** The most operands there were at once. */
    int highest() {
        return highest;
    }

    private void adjust(int change) {
        height += change;
        highest = Math.max(highest, height);
    }

    /** Writes an instruction that leaves so many values more, or fewer. */
    void op(int change, Opcode opcode, long... immediates) {
        code.op(opcode, immediates);
        adjust(change);
    }

    /** Leaves one value more than there was. */
    void expression(ValueType type, int depth) {
        int before = height;
        int choice = depth >= DEEPEST ? random.nextInt(2) : random.nextInt(10);
        switch (choice) {
            case 0 -> constant(type);
            case 1 -> local(type);
            case 2, 3, 4, 5 -> computed(type, depth);
            case 6 -> {
                if (type.equals(ValueType.I32) && random.nextBoolean()) {
                    objects.number(depth);
                } else {
                    selected(type, depth);
                }
            }
            case 7 -> block(type, depth);
            case 8 -> conditional(type, depth);
            default -> {
                expression(type, depth + 1);
                statement(depth + 1);
            }
        }
        if (height != before + 1) {
            throw new IllegalStateException("one value was to be left, not " + (height - before));
        }
    }

    private void constant(ValueType type) {
        switch (type) {
            case NumberType number -> {
                switch (number) {
                    case I32 -> op(1, Opcode.I32_CONST, random.nextInt());
                    case I64 -> op(1, Opcode.I64_CONST, random.nextLong());
                    case F32 -> op(1, Opcode.F32_CONST, random.nextInt());
                    case F64 -> op(1, Opcode.F64_CONST, random.nextLong());
                }
            }
            case ReferenceType reference ->
                op(1, Opcode.REF_NULL, Encoding.signed(Encoding.code(reference.heapType())));
        }
    }

    private void local(ValueType type) {
        int index = locals.indexOf(type);
        if (index < 0) {
            constant(type);
        } else {
            op(1, Opcode.LOCAL_GET, index);
        }
    }

    private void computed(ValueType type, int depth) {
        List<Opcode> giving = FIXED.stream()
                .filter(opcode -> opcode.results().equals(List.of(type)))
                .toList();
        if (giving.isEmpty()) {
            constant(type);
        } else {
            fixed(giving.get(random.nextInt(giving.size())), depth);
        }
    }

    private void fixed(Opcode opcode, int depth) {
        opcode.parameters().forEach(parameter -> expression(parameter, depth + 1));
        int change = opcode.results().size() - opcode.parameters().size();
        if (opcode.immediates().isMemoryAccess()) {
            int alignment = random.nextInt(
                    Integer.numberOfTrailingZeros(opcode.immediates().accessBytes()) + 1);
            op(change, opcode, alignment, Integer.toUnsignedLong(random.nextInt()));
        } else {
            op(change, opcode, 0, 0);
        }
    }

    private void selected(ValueType type, int depth) {
        expression(type, depth + 1);
        expression(type, depth + 1);
        expression(ValueType.I32, depth + 1);
        if (type instanceof ReferenceType || random.nextBoolean()) {
            code.select(List.of(type));
        } else {
            code.op(Opcode.SELECT);
        }
        adjust(-2);
    }

    private void block(ValueType type, int depth) {
        code.block(random.nextBoolean() ? Opcode.BLOCK : Opcode.LOOP, type);
        inside(List.of(), () -> {
            statement(depth + 1);
            expression(type, depth + 1);
        });
        code.end();
    }

    private void conditional(ValueType type, int depth) {
        expression(ValueType.I32, depth + 1);
        code.block(Opcode.IF, type);
        adjust(-1);
        inside(List.of(type), () -> expression(type, depth + 1));
        code.op(Opcode.ELSE);
        adjust(-1);
        inside(List.of(type), () -> {
            expression(type, depth + 1);
            branchIf(List.of(type), depth);
        });
        code.end();
    }

    /** Conditionally leaves the innermost block, whose label takes what lies on the stack. */
    private void branchIf(List<ValueType> types, int depth) {
        if (labels.getLast().equals(types)) {
            expression(ValueType.I32, depth + 1);
            op(-1, Opcode.BR_IF, 0);
        }
    }

    void inside(List<ValueType> label, Runnable content) {
        labels.add(label);
        content.run();
        labels.removeLast();
    }

    /** Leaves as many values as there were. */
    void statement(int depth) {
        switch (depth >= DEEPEST ? 0 : random.nextInt(9)) {
            case 0 -> code.op(Opcode.NOP);
            case 1 -> {
                expression(anyType(), depth + 1);
                op(-1, Opcode.DROP);
            }
            case 2 -> set(depth);
            case 3 -> {
                List<Opcode> silent = FIXED.stream()
                        .filter(opcode -> opcode.results().isEmpty())
                        .toList();
                fixed(silent.get(random.nextInt(silent.size())), depth);
            }
            case 4 -> {
                code.block(Opcode.BLOCK);
                inside(List.of(), () -> {
                    statement(depth + 1);
                    jump(depth);
                });
                code.end();
            }
            case 5 -> {
                code.block(Opcode.LOOP);
                inside(List.of(), () -> {
                    statement(depth + 1);
                    branchIf(List.of(), depth);
                });
                code.end();
            }
            case 6 -> {
                code.block(Opcode.BLOCK);
                inside(List.of(), () -> {
                    code.op(Opcode.TRY_TABLE, Encoding.signed(0x40), CatchClause.Kind.CATCH_ALL.code(), 0);
                    inside(List.of(), () -> {
                        statement(depth + 1);
                        throwing(depth);
                    });
                    code.end();
                });
                code.end();
            }
            case 7 -> objects.change(depth);
            default -> {
                expression(ValueType.I32, depth + 1);
                op(-1, Opcode.CALL, 1);
                adjust(1);
                op(-1, Opcode.DROP);
            }
        }
    }

    /** Ends the content of a block, perhaps by an exception. */
    void throwing(int depth) {
        if (random.nextBoolean()) {
            expression(ValueType.I32, depth + 1);
            op(-1, Opcode.THROW, 0);
        }
    }

    private void set(int depth) {
        if (!locals.isEmpty()) {
            int index = random.nextInt(locals.size());
            expression(locals.get(index), depth + 1);
            op(-1, Opcode.LOCAL_SET, index);
        }
    }

    /** Ends a block without results by a branch out of it. */
    private void jump(int depth) {
        switch (random.nextInt(3)) {
            case 0 -> code.op(Opcode.BR, 0);
            case 1 -> {
                expression(ValueType.I32, depth + 1);
                op(-1, Opcode.BR_TABLE, 0, 0, 0);
            }
            default -> code.op(Opcode.UNREACHABLE);
        }
    }

    private ValueType anyType() {
        return switch (random.nextInt(6)) {
            case 0 -> ValueType.I32;
            case 1 -> ValueType.I64;
            case 2 -> ValueType.F32;
            case 3 -> ValueType.F64;
            case 4 -> ValueType.FUNCREF;
            default -> ValueType.EXTERNREF;
        };
    }
}
