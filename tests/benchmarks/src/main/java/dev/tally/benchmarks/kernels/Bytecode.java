package dev.tally.benchmarks.kernels;

/** The twin of {@code bytecode.c}, which explains the program. */
public final class Bytecode {
    private static final int HALT = 0;
    private static final int PUSH = 1;
    private static final int LOAD = 2;
    private static final int STORE = 3;
    private static final int ADD = 4;
    private static final int MULTIPLY = 5;
    private static final int HALVE = 6;
    private static final int ODD = 7;
    private static final int LESS = 8;
    private static final int EQUAL = 9;
    private static final int JUMP = 10;
    private static final int JUMP_IF = 11;

    private static final byte[] PROGRAM = {
        PUSH, 1, STORE, 1, LOAD, 3, LOAD, 1, LESS, JUMP_IF, 62, LOAD, 1, STORE, 2, LOAD, 2, PUSH, 1, EQUAL, JUMP_IF, 53,
        LOAD, 0, PUSH, 1, ADD, STORE, 0, LOAD, 2, ODD, JUMP_IF, 41, LOAD, 2, HALVE, STORE, 2, JUMP, 15, LOAD, 2, PUSH,
        3, MULTIPLY, PUSH, 1, ADD, STORE, 2, JUMP, 15, LOAD, 1, PUSH, 1, ADD, STORE, 1, JUMP, 4, HALT,
    };

    private Bytecode() {}

    private static int interpret(int[] stack, int[] locals) {
        int pc = 0;
        int top = 0;
        while (true) {
            switch (PROGRAM[pc++]) {
                case PUSH -> stack[top++] = PROGRAM[pc++];
                case LOAD -> stack[top++] = locals[PROGRAM[pc++]];
                case STORE -> locals[PROGRAM[pc++]] = stack[--top];
                case ADD -> {
                    top--;
                    stack[top - 1] += stack[top];
                }
                case MULTIPLY -> {
                    top--;
                    stack[top - 1] *= stack[top];
                }
                case HALVE -> stack[top - 1] >>>= 1;
                case ODD -> stack[top - 1] &= 1;
                case LESS -> {
                    top--;
                    stack[top - 1] = Integer.compareUnsigned(stack[top - 1], stack[top]) < 0 ? 1 : 0;
                }
                case EQUAL -> {
                    top--;
                    stack[top - 1] = stack[top - 1] == stack[top] ? 1 : 0;
                }
                case JUMP -> pc = PROGRAM[pc];
                case JUMP_IF -> pc = stack[--top] != 0 ? PROGRAM[pc] : pc + 1;
                default -> {
                    return locals[0];
                }
            }
        }
    }

    public static int run(int n) {
        int[] locals = {0, 0, 0, n};
        return interpret(new int[16], locals);
    }
}
