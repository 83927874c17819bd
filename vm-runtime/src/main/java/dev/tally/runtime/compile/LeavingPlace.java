package dev.tally.runtime.compile;

import java.util.Arrays;

/**
 * A place at which a method can be left, as the machine must know it. For methods it is a constant of the JVM, made from its name
 * when it is needed, which costs two bytes where code for each place would cost hundreds.
 *
 * @param action what is to be done there
 * @param function the function, by its index
 * @param safepoint the safepoint, or 0 where the interpreter is to go on
 * @param word the word of the step
 * @param arguments behind a call: the slot of its first argument, where its result goes
 * @param frameSlots the slots of the frame, as a number for what is in none of them: the result of a call has this slot
 * @param catches whether something around the place catches exceptions
 * @param slots where the values that are passed belong, and behind them the constants
 * @param constants those of the values that are known
 */
record LeavingPlace(
        Action action,
        int function,
        int safepoint,
        int word,
        int arguments,
        int frameSlots,
        boolean catches,
        int[] slots,
        long[] constants) {
    /** The slot of what is passed only to fill a number up. */
    static final int NOWHERE = 1 << 20;

    private static final int DIGIT_BITS = 14;
    private static final int DIGIT = (1 << DIGIT_BITS) - 1;

    /** Marks a digit behind which there are others; so marked, it is still less than what Unicode reserves for pairs. */
    private static final int MORE = 1 << DIGIT_BITS;

    /** The character of the digit 0: none of those behind it is forbidden in the name of a field. */
    private static final char ZERO = '`';

    /** Why a method is left. */
    enum Action {
        /** Some values are written to the frame, because there are too many for one call; the method is not left yet. */
        WRITE,
        /** The guest owes fuel. */
        REST,
        /** The interpreter is to go on. */
        INTERPRET,
        /** A loop goes on in another method. */
        LOOP,
        /** A call has left no fuel. */
        CALL;

        private static final Action[] ALL = values();
    }

    /** The slot that stands for the result of a call. */
    int resultSlot() {
        return frameSlots;
    }

    /** How many values are passed. */
    int passed() {
        return slots.length - constants.length;
    }

    /** The name of the constant: numbers in digits of 14 bits, the lowest first. */
    String encoded() {
        StringBuilder text = new StringBuilder();
        append(text, action.ordinal());
        append(text, function);
        append(text, safepoint);
        append(text, word);
        append(text, arguments);
        append(text, frameSlots);
        append(text, catches ? 1 : 0);
        append(text, constants.length);
        for (long constant : constants) {
            append(text, constant);
        }
        for (int slot : slots) {
            append(text, slot);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long number) {
        long rest = number;
        while ((rest & ~DIGIT) != 0) {
            text.append((char) (ZERO + (rest & DIGIT | MORE)));
            rest >>>= DIGIT_BITS;
        }
        text.append((char) (ZERO + rest));
    }

    static LeavingPlace of(String encoded) {
        Digits digits = new Digits(encoded);
        Action action = Action.ALL[(int) digits.next()];
        int function = (int) digits.next();
        int safepoint = (int) digits.next();
        int word = (int) digits.next();
        int arguments = (int) digits.next();
        int frameSlots = (int) digits.next();
        boolean catches = digits.next() == 1;
        long[] constants = new long[(int) digits.next()];
        Arrays.setAll(constants, i -> digits.next());
        int[] slots = new int[encoded.length()];
        int count = 0;
        while (digits.hasNext()) {
            slots[count++] = (int) digits.next();
        }
        return new LeavingPlace(
                action,
                function,
                safepoint,
                word,
                arguments,
                frameSlots,
                catches,
                Arrays.copyOf(slots, count),
                constants);
    }

    private static final class Digits {
        private final String text;
        private int at;

        private Digits(String text) {
            this.text = text;
        }

        private boolean hasNext() {
            return at < text.length();
        }

        private long next() {
            long number = 0;
            for (int shift = 0; ; shift += DIGIT_BITS) {
                int digit = text.charAt(at++) - ZERO;
                number |= (long) (digit & DIGIT) << shift;
                if ((digit & MORE) == 0) {
                    return number;
                }
            }
        }
    }
}
