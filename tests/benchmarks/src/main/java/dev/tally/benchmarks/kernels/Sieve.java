package dev.tally.benchmarks.kernels;

import java.util.Arrays;

/** The twin of {@code sieve.c}. */
public final class Sieve {
    private static final int LIMIT = 8192;

    private Sieve() {}

    private static int primes(boolean[] composite) {
        Arrays.fill(composite, false);
        int count = 0;
        for (int i = 2; i < LIMIT; i++) {
            if (!composite[i]) {
                count++;
                for (int multiple = i + i; multiple < LIMIT; multiple += i) {
                    composite[multiple] = true;
                }
            }
        }
        return count;
    }

    public static int run(int repetitions) {
        boolean[] composite = new boolean[LIMIT];
        int sum = 0;
        for (int i = 0; i < repetitions; i++) {
            sum = sum * 31 + primes(composite) + (composite[i % LIMIT] ? 1 : 0);
        }
        return sum;
    }
}
