package dev.tally.twins;

import org.jspecify.annotations.Nullable;

/** The twin of {@code shapes.wat}; a number is a box of its own or an {@link Integer}, which stands for i31. */
public final class Shapes {
    private Shapes() {}

    private record Box(int value) {}

    private abstract static class Expression {
        abstract int evaluate();
    }

    private static final class Constant extends Expression {
        final Object value;

        Constant(int value) {
            this.value = (value & 1) == 0 ? new Box(value) : Integer.valueOf(value);
        }

        @Override
        int evaluate() {
            return value instanceof Box box ? box.value : (Integer) value;
        }
    }

    private static final class Negation extends Expression {
        final Expression of;

        Negation(Expression of) {
            this.of = of;
        }

        @Override
        int evaluate() {
            return -of.evaluate();
        }
    }

    private static class Binary extends Expression {
        final Expression left;
        final Expression right;

        Binary(Expression left, Expression right) {
            this.left = left;
            this.right = right;
        }

        @Override
        int evaluate() {
            return left.evaluate() + right.evaluate() * 3;
        }
    }

    private static final class Product extends Binary {
        final long scale;

        Product(Expression left, Expression right, long scale) {
            super(left, right);
            this.scale = scale;
        }

        @Override
        int evaluate() {
            return scaled(left.evaluate(), right.evaluate(), scale);
        }
    }

    private static int scaled(int left, int right, long scale) {
        return (int) (((long) left * right + scale) >> 1);
    }

    private static Expression grown(Randomness random, int depth) {
        int kind = random.next(8) & 7;
        if (depth == 0 || kind == 0) {
            return new Constant(random.next(8));
        }
        if (kind == 1) {
            return new Negation(grown(random, depth - 1));
        }
        Expression left = grown(random, depth - 1);
        Expression right = grown(random, depth - 1);
        return kind < 4 ? new Product(left, right, kind) : new Binary(left, right);
    }

    private static int byCast(Expression expression) {
        return switch (expression) {
            case Constant constant -> constant.value instanceof Box box ? box.value : (Integer) constant.value;
            case Negation negation -> -byCast(negation.of);
            case Product product -> scaled(byCast(product.left), byCast(product.right), product.scale);
            case Binary binary -> byCast(binary.left) + byCast(binary.right) * 3;
            default -> throw new IllegalArgumentException();
        };
    }

    private static int census(Object any) {
        if (any instanceof Binary binary) {
            return (binary instanceof Product ? 10_000 : 100) + census(binary.left) + census(binary.right);
        }
        if (any instanceof Negation negation) {
            return 1_000_000 + census(negation.of);
        }
        return ((Constant) any).value instanceof Integer ? 1 : 3;
    }

    private static Expression simplified(Expression expression) {
        if (expression instanceof Negation negation) {
            Expression of = simplified(negation.of);
            return of instanceof Negation twice ? twice.of : new Negation(of);
        }
        if (expression instanceof Binary binary) {
            Expression left = simplified(binary.left);
            Expression right = simplified(binary.right);
            if (binary instanceof Product product) {
                return new Product(left, right, product.scale);
            }
            return left instanceof Constant && right instanceof Constant
                    ? new Constant(byCast(left) + byCast(right) * 3)
                    : new Binary(left, right);
        }
        return new Constant(expression.evaluate());
    }

    public static int run(int depth, int rounds) {
        Randomness random = new Randomness(depth);
        @Nullable Object before = null;
        int checksum = 0;
        for (int round = 0; round < rounds; round++) {
            Expression expression = grown(random, depth);
            Expression simple = simplified(expression);
            if (expression.evaluate() != byCast(simple)) {
                throw new IllegalStateException();
            }
            checksum = checksum * 31 + (byCast(expression) ^ (census(expression) - census(simple)));
            if (before instanceof Expression other) {
                checksum ^= other.evaluate();
            }
            before = simple;
        }
        return checksum;
    }
}
