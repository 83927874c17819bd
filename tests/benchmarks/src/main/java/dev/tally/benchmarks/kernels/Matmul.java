package dev.tally.benchmarks.kernels;

/** The twin of {@code matmul.c}, its matrices rows behind rows in one array as there. */
public final class Matmul {
    private static final int SIDE = 48;

    private Matmul() {}

    private static void multiply(double[] left, double[] right, double[] product) {
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                double cell = 0;
                for (int k = 0; k < SIDE; k++) {
                    cell += left[i * SIDE + k] * right[k * SIDE + j];
                }
                product[i * SIDE + j] = cell;
            }
        }
    }

    public static int run(int repetitions) {
        double[] left = new double[SIDE * SIDE];
        double[] right = new double[SIDE * SIDE];
        double[] product = new double[SIDE * SIDE];
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                left[i * SIDE + j] = 1.0 + (i * 7 + j * 3) % 11 / 16.0;
                right[i * SIDE + j] = (1.0 + (i * 5 + j) % 13 / 16.0) / (SIDE * 1.375);
            }
        }
        for (int i = 0; i < repetitions; i++) {
            multiply(left, right, product);
            System.arraycopy(product, 0, left, 0, left.length);
        }
        int sum = 0;
        for (double cell : left) {
            sum = sum * 31 + Long.hashCode(Double.doubleToRawLongBits(cell));
        }
        return sum;
    }
}
