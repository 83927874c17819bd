package dev.tally.benchmarks.kernels;

import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/** The twin of {@code medley.c}. */
public final class Medley {
    private static final int ITEMS = 96;
    private static final int TEXT = 384;
    private static final int SIDE = 12;

    private final Item[] items = new Item[ITEMS];
    private final byte[] text = new byte[TEXT];
    private final short[][] left = new short[SIDE][SIDE];
    private final short[][] right = new short[SIDE][SIDE];
    private final int[][] product = new int[SIDE][SIDE];

    private Medley() {
        for (int i = 0; i < ITEMS; i++) {
            items[i] = new Item();
        }
    }

    private static int crc(int start, int value) {
        int sum = start ^ value;
        for (int bit = 0; bit < 32; bit++) {
            sum = (sum >>> 1) ^ (0xEDB88320 & -(sum & 1));
        }
        return sum;
    }

    // The linked list.

    private static final class Item {
        @Nullable
        Item next;

        short value;
        short index;
    }

    private Item listOf(int start) {
        int seed = start;
        for (int i = 0; i < ITEMS; i++) {
            seed = seed * 1103515245 + 12345;
            items[i].value = (short) ((seed >>> 16) & 0x3FF);
            items[i].index = (short) i;
            items[i].next = i + 1 < ITEMS ? items[i + 1] : null;
        }
        return items[0];
    }

    private static @Nullable Item reversed(@Nullable Item start) {
        Item list = start;
        Item result = null;
        while (list != null) {
            Item next = list.next;
            list.next = result;
            result = list;
            list = next;
        }
        return result;
    }

    private static @Nullable Item firstWith(@Nullable Item start, int value) {
        Item list = start;
        while (list != null && list.value != value) {
            list = list.next;
        }
        return list;
    }

    private static @Nullable Item merged(
            @Nullable Item first, @Nullable Item second, ToIntBiFunction<Item, Item> order) {
        Item a = first;
        Item b = second;
        Item head = null;
        Item last = null;
        while (a != null && b != null) {
            Item least;
            if (order.applyAsInt(a, b) <= 0) {
                least = a;
                a = a.next;
            } else {
                least = b;
                b = b.next;
            }
            if (last == null) {
                head = least;
            } else {
                last.next = least;
            }
            last = least;
        }
        Item rest = a != null ? a : b;
        if (last == null) {
            return rest;
        }
        last.next = rest;
        return head;
    }

    private static @Nullable Item sorted(@Nullable Item start, ToIntBiFunction<Item, Item> order) {
        @Nullable Item[] runs = new Item[16];
        Item list = start;
        while (list != null) {
            Item run = list;
            list = list.next;
            run.next = null;
            int k = 0;
            for (; runs[k] != null; k++) {
                run = merged(runs[k], run, order);
                runs[k] = null;
            }
            runs[k] = run;
        }
        Item result = null;
        for (int k = 0; k < 16; k++) {
            result = merged(runs[k], result, order);
        }
        return result;
    }

    private int listPart(int seed) {
        int sum = seed;
        Item list = listOf(seed);
        for (int round = 0; round < 24; round++) {
            Item found = firstWith(list, (seed + round * 37) & 0x3FF);
            sum = crc(sum, found != null ? found.index : 0xFFFF);
            list = reversed(list);
        }
        list = sorted(list, (a, b) -> a.value - b.value);
        for (Item item = list; item != null && item.next != null; item = item.next) {
            sum += item.value ^ (item.index << 4);
        }
        list = sorted(list, (a, b) -> a.index - b.index);
        return crc(sum, list != null ? list.value : 0);
    }

    // The state machine.

    private static final String[] WORDS = {
        "4711", "-12", "+3.25", ".5e-3", "7.e12", "6e+1", "x9", "-", "1.2.3", "tally", "8e",
    };

    private static final int START = 0;
    private static final int SIGN = 1;
    private static final int WHOLE = 2;
    private static final int POINT = 3;
    private static final int FRACTION = 4;
    private static final int EXPONENT = 5;
    private static final int EXPONENT_SIGN = 6;
    private static final int SCALE = 7;
    private static final int NAME = 8;
    private static final int WRONG = 9;
    private static final int STATES = 10;

    private void makeText(int start) {
        int seed = start;
        int length = 0;
        while (length < TEXT - 8) {
            seed = seed * 1664525 + 1013904223;
            String word = WORDS[(seed >>> 20) % 11];
            for (int i = 0; i < word.length(); i++) {
                text[length++] = (byte) word.charAt(i);
            }
            text[length++] = ',';
        }
        text[length] = 0;
    }

    private static int after(int state, byte c) {
        boolean digit = c >= '0' && c <= '9';
        return switch (state) {
            case START -> {
                if (digit) {
                    yield WHOLE;
                }
                if (c == '+' || c == '-') {
                    yield SIGN;
                }
                yield c == '.' ? POINT : isLetter(c) ? NAME : WRONG;
            }
            case SIGN -> digit ? WHOLE : c == '.' ? POINT : WRONG;
            case WHOLE -> digit ? WHOLE : c == '.' ? FRACTION : c == 'e' ? EXPONENT : WRONG;
            case POINT -> digit ? FRACTION : WRONG;
            case FRACTION -> digit ? FRACTION : c == 'e' ? EXPONENT : WRONG;
            case EXPONENT -> digit ? SCALE : c == '+' || c == '-' ? EXPONENT_SIGN : WRONG;
            case EXPONENT_SIGN, SCALE -> digit ? SCALE : WRONG;
            case NAME -> digit || isLetter(c) ? NAME : WRONG;
            default -> WRONG;
        };
    }

    private static boolean isLetter(byte c) {
        return c >= 'a' && c <= 'z';
    }

    private int textPart(int seed) {
        int[] ends = new int[STATES];
        int[] steps = new int[STATES];
        makeText(seed);
        int state = START;
        for (int i = 0; text[i] != 0; i++) {
            if (text[i] == ',') {
                ends[state]++;
                state = START;
            } else {
                state = after(state, text[i]);
                steps[state]++;
            }
        }
        int sum = seed;
        for (int i = 0; i < STATES; i++) {
            sum = crc(sum, ends[i] << 16 | steps[i]);
        }
        return sum;
    }

    // The matrix.

    private int matrixPart(int start) {
        int seed = start;
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                seed = seed * 69069 + 1;
                left[i][j] = (short) (seed >>> 16);
                right[i][j] = (short) ((seed >>> 8) & 0xFF);
            }
        }
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                left[i][j] = (short) (left[i][j] * 3 - right[j][i]);
            }
        }
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                int cell = 0;
                for (int k = 0; k < SIDE; k++) {
                    cell += left[i][k] * right[k][j];
                }
                product[i][j] = cell;
            }
        }
        int sum = 0;
        int last = 0;
        for (int[] row : product) {
            for (int cell : row) {
                sum += cell > last ? 10 : (cell >> 4) & 0xFF;
                last = cell;
            }
        }
        return crc(sum, last);
    }

    public static int run(int repetitions) {
        Medley medley = new Medley();
        int sum = 1;
        for (int i = 0; i < repetitions; i++) {
            sum = crc(sum, medley.listPart(sum));
            sum = crc(sum, medley.textPart(sum));
            sum = crc(sum, medley.matrixPart(sum));
        }
        return sum;
    }
}
