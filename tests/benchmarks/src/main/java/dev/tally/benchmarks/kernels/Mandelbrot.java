package dev.tally.benchmarks.kernels;

/** The twin of {@code mandelbrot.c}. */
public final class Mandelbrot {
    private static final int LONGEST = 64;

    private Mandelbrot() {}

    private static int escapeTime(double cx, double cy) {
        double x = 0;
        double y = 0;
        int time = 0;
        while (time < LONGEST && x * x + y * y <= 4) {
            double next = x * x - y * y + cx;
            y = 2 * x * y + cy;
            x = next;
            time++;
        }
        return time;
    }

    public static int run(int side) {
        int sum = 0;
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double cx = 3.0 * column / side - 2.25;
                double cy = 2.5 * row / side - 1.25;
                sum = sum * 31 + escapeTime(cx, cy);
            }
        }
        return sum;
    }
}
