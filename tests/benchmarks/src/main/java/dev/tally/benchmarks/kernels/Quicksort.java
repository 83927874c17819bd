package dev.tally.benchmarks.kernels;

/** The twin of {@code quicksort.c}. */
public final class Quicksort {
    private static final int ROOM = 65_536;

    private Quicksort() {}

    private static void fill(int[] numbers) {
        int seed = (int) 2_463_534_242L;
        for (int i = 0; i < numbers.length; i++) {
            seed ^= seed << 13;
            seed ^= seed >>> 17;
            seed ^= seed << 5;
            numbers[i] = seed;
        }
    }

    private static void sort(int[] numbers, int first, int last) {
        if (first >= last) {
            return;
        }
        int pivot = numbers[first + (last - first) / 2];
        int low = first;
        int high = last;
        while (low <= high) {
            while (numbers[low] < pivot) {
                low++;
            }
            while (numbers[high] > pivot) {
                high--;
            }
            if (low <= high) {
                int kept = numbers[low];
                numbers[low] = numbers[high];
                numbers[high] = kept;
                low++;
                high--;
            }
        }
        sort(numbers, first, high);
        sort(numbers, low, last);
    }

    public static int run(int count) {
        int[] numbers = new int[Math.min(count, ROOM)];
        fill(numbers);
        sort(numbers, 0, numbers.length - 1);
        int sum = 0;
        for (int number : numbers) {
            sum = sum * 31 + number;
        }
        return sum;
    }
}
