package dev.tally.twins;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes, reads and evaluates expressions: the twin of {@code calculator.kt}. */
public final class Calculator {
    private static final String OPERATORS = "+-*/";

    private Calculator() {}

    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    private sealed interface Expression {
        record Literal(int value) implements Expression {}

        record Variable(String name) implements Expression {}

        record Binary(char operator, Expression left, Expression right) implements Expression {}
    }

    private static void write(StringBuilder text, Randomness random, int depth) {
        int kind = random.nextUnsigned(8) % 5;
        if (depth == 0 || kind == 0) {
            text.append(random.nextUnsigned(8) % 10);
        } else if (kind == 1) {
            text.append("xyz".charAt(random.nextUnsigned(8) % 3)).append(random.nextUnsigned(8) % 4);
        } else {
            text.append('(');
            write(text, random, depth - 1);
            text.append(' ')
                    .append(OPERATORS.charAt(random.nextUnsigned(8) % 4))
                    .append(' ');
            write(text, random, depth - 1);
            text.append(')');
        }
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Expression expression() {
            char first = text.charAt(at++);
            if (first == '(') {
                Expression left = expression();
                char operator = text.substring(at, at + 3).trim().charAt(0);
                at += 3;
                Expression right = expression();
                at++;
                return new Expression.Binary(operator, left, right);
            }
            if (first >= '0' && first <= '9') {
                return new Expression.Literal(first - '0');
            }
            return new Expression.Variable(String.valueOf(first) + text.charAt(at++));
        }
    }

    private static int value(Expression expression, Map<String, Integer> variables) {
        return switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Expression.Variable variable -> {
                Integer value = variables.get(variable.name());
                if (value == null) {
                    throw new Failure("no variable " + variable.name());
                }
                yield value;
            }
            case Expression.Binary binary -> {
                int left = value(binary.left(), variables);
                int right = value(binary.right(), variables);
                yield switch (binary.operator()) {
                    case '+' -> left + right;
                    case '-' -> left - right;
                    case '*' -> left * right;
                    default -> {
                        if (right == 0) {
                            throw new Failure("division of " + left + " by zero");
                        }
                        yield left / right;
                    }
                };
            }
        };
    }

    private static int hash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }

    public static int run(int depth, int rounds) {
        Randomness random = new Randomness(depth);
        Map<String, Integer> variables = new HashMap<>();
        List<String> log = new ArrayList<>();
        int checksum = 0;
        for (int round = 0; round < rounds; round++) {
            StringBuilder text = new StringBuilder();
            write(text, random, depth);
            String name = "xyz".charAt(round % 3) + String.valueOf(round % 4);
            try {
                int value = value(new Parser(text.toString()).expression(), variables);
                variables.put(name, value);
                log.add(name + " = " + value);
            } catch (Failure failure) {
                variables.remove(name);
                log.add(failure.getMessage() + " in " + text);
            }
            if (log.size() == 16) {
                log.sort(null);
                checksum = checksum * 31 + hash(String.join("; ", log));
                log.clear();
            }
            checksum = checksum * 31 + variables.size();
        }
        return checksum;
    }
}
