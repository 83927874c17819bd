package dev.tally.twins;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Counts the words of made-up texts, with the collections, boxes, strings, lambdas and exceptions of the Java library. A
 * compiler of Java makes the guest {@code words.wasm} of this very class, which is its own twin; as it exports
 * {@link #run} without a call of a constructor or an initialiser, the class must not have either.
 */
public final class Words {
    /** Two letters each. */
    private static final String SYLLABLES = "katomiurnesoübph";

    private Words() {}

    /** Where the compiler begins to look for what the program needs. */
    public static void main(String[] arguments) {
        run(arguments.length, arguments.length);
    }

    private static final class UnknownWord extends Exception {
        private static final long serialVersionUID = 1;

        UnknownWord(String word) {
            super("never seen: " + word);
        }
    }

    private static String word(Randomness random) {
        StringBuilder word = new StringBuilder();
        for (int syllables = 1 + (random.nextUnsigned(8) & 3); syllables > 0; syllables--) {
            int at = 2 * (random.nextUnsigned(8) & 7);
            word.append(SYLLABLES, at, at + 2);
        }
        return word.toString();
    }

    private static int counted(Map<String, Integer> counts, String word) throws UnknownWord {
        Integer count = counts.get(word);
        if (count == null) {
            throw new UnknownWord(word);
        }
        return count;
    }

    private static int hash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }

    /** The words in the order of their counts, those of equal counts by the alphabet, one line each. */
    private static String table(Map<String, Integer> counts) {
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(counts.entrySet());
        entries.sort(Comparator.comparingInt((Map.Entry<String, Integer> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey));
        StringBuilder table = new StringBuilder();
        for (Map.Entry<String, Integer> entry : entries) {
            table.append(entry.getKey()).append('\t').append(entry.getValue()).append('\n');
        }
        return table.toString();
    }

    public static int run(int words, int rounds) {
        Randomness random = new Randomness(words);
        Map<String, Integer> counts = new HashMap<>();
        int checksum = 0;
        for (int round = 0; round < rounds; round++) {
            List<String> text = new ArrayList<>();
            for (int i = 0; i < words; i++) {
                text.add(word(random));
            }
            for (String word : text) {
                counts.merge(word, 1, (count, one) -> count + one);
            }
            try {
                checksum = checksum * 31 + counted(counts, word(random));
            } catch (UnknownWord unknown) {
                checksum = checksum * 31 - hash(String.valueOf(unknown.getMessage()));
            }
            checksum = checksum * 31 + hash(table(counts));
            Iterator<Integer> each = counts.values().iterator();
            while (each.hasNext()) {
                if (each.next() < 2) {
                    each.remove();
                }
            }
            if (counts.size() > words) {
                counts.clear();
            }
        }
        return checksum;
    }
}
