package dev.tally.twins;

import java.util.HashMap;
import java.util.Map;

/** The twin of {@code hash_map.wat}: the map of the JDK, whose keys and values are boxes. */
public final class Counts {
    private Counts() {}

    private static int number(Randomness random) {
        return random.next(23) * 16777619;
    }

    private static int sum(Map<Integer, Integer> map) {
        int sum = map.size();
        for (Map.Entry<Integer, Integer> entry : map.entrySet()) {
            sum += entry.getKey() * entry.getValue();
        }
        return sum;
    }

    public static int run(int entries, int rounds) {
        Randomness random = new Randomness(entries);
        int checksum = 0;
        for (int round = 0; round < rounds; round++) {
            Map<Integer, Integer> map = new HashMap<>(4);
            for (int i = 0; i < entries; i++) {
                map.merge(number(random), 1, Integer::sum);
            }
            checksum = checksum * 31 + sum(map);
            for (int i = 0; i < entries / 2; i++) {
                map.remove(number(random));
                checksum = checksum * 31 + map.getOrDefault(number(random), 0);
            }
            checksum = checksum * 31 + sum(map);
        }
        return checksum;
    }
}
