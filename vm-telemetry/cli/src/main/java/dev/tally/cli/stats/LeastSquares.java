package dev.tally.cli.stats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * The sum of multiples of columns that comes closest to given values, by the sum of the squares of what is missing. All is whole
 * numbers, so it is computed exactly, by the normal equations and Cramer's rule; figures are rounded when they are asked for, and
 * never before.
 *
 * <p>A column that is a sum of multiples of columns before it adds nothing: its multiple is not determined, and it is left out. So is
 * any column when there are too few values.
 */
final class LeastSquares {
    private static final int DECIMALS = 2;

    private final long[][] rows;
    private final long[] values;
    private final int[] columns;
    private final BigInteger determinant;
    private final BigInteger[] numerators;

    private LeastSquares(long[][] rows, long[] values, int[] columns) {
        this.rows = rows;
        this.values = values;
        this.columns = columns;
        BigInteger[][] products = products(columns);
        this.determinant = determinant(products);
        this.numerators = new BigInteger[columns.length];
        for (int i = 0; i < columns.length; i++) {
            BigInteger[][] replaced = products(columns);
            for (int j = 0; j < columns.length; j++) {
                replaced[j][i] = productWithValues(columns[j]);
            }
            numerators[i] = determinant(replaced);
        }
    }

    /**
     * Fits values by the columns of rows.
     *
     * @param rows for each value a row, all of the same length
     */
    static LeastSquares of(long[][] rows, long[] values) {
        LeastSquares fit = new LeastSquares(rows, values, new int[0]);
        int count = rows.length == 0 ? 0 : rows[0].length;
        int[] determined = {};
        for (int column = 0; column < count; column++) {
            int[] more = Arrays.copyOf(determined, determined.length + 1);
            more[determined.length] = column;
            // The determinant of the products of columns with each other is 0 if and only if one of them depends on the
            // others.
            if (determinant(fit.products(more)).signum() != 0) {
                determined = more;
            }
        }
        return new LeastSquares(rows, values, determined);
    }

    private BigInteger[][] products(int... chosen) {
        BigInteger[][] products = new BigInteger[chosen.length][chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            for (int j = 0; j < chosen.length; j++) {
                BigInteger sum = BigInteger.ZERO;
                for (long[] row : rows) {
                    sum = sum.add(BigInteger.valueOf(row[chosen[i]]).multiply(BigInteger.valueOf(row[chosen[j]])));
                }
                products[i][j] = sum;
            }
        }
        return products;
    }

    private BigInteger productWithValues(int column) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < rows.length; i++) {
            sum = sum.add(BigInteger.valueOf(rows[i][column]).multiply(BigInteger.valueOf(values[i])));
        }
        return sum;
    }

    /** By elimination without fractions (Bareiss 1968): every division leaves no remainder. */
    private static BigInteger determinant(BigInteger[][] matrix) {
        int size = matrix.length;
        BigInteger[][] rest = new BigInteger[size][];
        for (int i = 0; i < size; i++) {
            rest[i] = matrix[i].clone();
        }
        BigInteger sign = BigInteger.ONE;
        BigInteger divisor = BigInteger.ONE;
        for (int step = 0; step < size; step++) {
            int pivot = step;
            while (pivot < size && rest[pivot][step].signum() == 0) {
                pivot++;
            }
            if (pivot == size) {
                return BigInteger.ZERO;
            }
            if (pivot > step) {
                BigInteger[] row = rest[pivot];
                rest[pivot] = rest[step];
                rest[step] = row;
                sign = sign.negate();
            }
            for (int i = step + 1; i < size; i++) {
                for (int j = step + 1; j < size; j++) {
                    rest[i][j] = rest[i][j]
                            .multiply(rest[step][step])
                            .subtract(rest[i][step].multiply(rest[step][j]))
                            .divide(divisor);
                }
            }
            divisor = rest[step][step];
        }
        return sign.multiply(divisor);
    }

    /** Whether the multiple of a column is determined. */
    boolean determines(int column) {
        return Arrays.stream(columns).anyMatch(determined -> determined == column);
    }

    /** How many columns have a multiple. */
    int rank() {
        return columns.length;
    }

    /** The multiple of a column that is determined, rounded. */
    BigDecimal multiple(int column) {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] == column) {
                return rounded(exact(numerators[i], determinant));
            }
        }
        throw new IllegalArgumentException("column " + column + " is not determined");
    }

    /** By how much a value is greater than what the columns say, rounded. */
    BigDecimal residual(int row) {
        return rounded(exact(residualNumerator(row), determinant));
    }

    /** The row whose residual is the largest, whatever its sign; of several the first. There is a row. */
    int worstRow() {
        int worst = 0;
        for (int i = 1; i < rows.length; i++) {
            if (residualNumerator(i).abs().compareTo(residualNumerator(worst).abs()) > 0) {
                worst = i;
            }
        }
        return worst;
    }

    /** The square root of the mean of the squares of all residuals, rounded. There is a row. */
    BigDecimal rootMeanSquare() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < rows.length; i++) {
            sum = sum.add(residualNumerator(i).pow(2));
        }
        BigInteger divisor = determinant.pow(2).multiply(BigInteger.valueOf(rows.length));
        return rounded(exact(sum, divisor).sqrt(MathContext.DECIMAL64));
    }

    private BigInteger residualNumerator(int row) {
        BigInteger sum = BigInteger.valueOf(values[row]).multiply(determinant);
        for (int i = 0; i < columns.length; i++) {
            sum = sum.subtract(BigInteger.valueOf(rows[row][columns[i]]).multiply(numerators[i]));
        }
        return sum;
    }

    private static BigDecimal exact(BigInteger numerator, BigInteger denominator) {
        return new BigDecimal(numerator).divide(new BigDecimal(denominator), MathContext.DECIMAL128);
    }

    private static BigDecimal rounded(BigDecimal figure) {
        return figure.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }
}
