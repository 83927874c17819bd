package dev.tally.twins;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The twin of {@code generations.wat}. */
public final class Generations {
    private static final int NO_RECORD = 7;

    private Generations() {}

    private static final class Stored {
        final int id;
        int uses;

        @Nullable
        Stored previous;

        @Nullable
        Stored companion;

        Stored(int id, @Nullable Stored previous) {
            this.id = id;
            this.previous = previous;
        }
    }

    private static int used(@Nullable Stored record) {
        if (record == null) {
            return NO_RECORD;
        }
        record.uses++;
        return record.id;
    }

    private static int sum(@Nullable Stored[] slots) {
        int sum = 0;
        for (Stored slot : slots) {
            for (Stored record = slot; record != null; record = record.previous) {
                sum = sum * 31 + record.uses + (used(record) ^ used(record.companion));
            }
        }
        return sum;
    }

    private static int index(Randomness random, int end) {
        return random.nextUnsigned(8) % end;
    }

    public static int run(int records, int steps) {
        Randomness random = new Randomness(records);
        @Nullable Stored[] slots = new @Nullable Stored[records];
        int checksum = 0;
        for (int step = 0; step < steps; step++) {
            int i = index(random, records);
            Stored replaced = slots[i];
            slots[i] = new Stored(step, replaced);
            if (replaced != null) {
                replaced.previous = null;
            }
            Stored companied = slots[index(random, records)];
            if (companied != null) {
                companied.companion = new Stored(step * 3, null);
            }
            Stored dropped = new Stored(3, new Stored(i, new Stored(step, null)));
            checksum = checksum * 31 + used(companied) + used(Objects.requireNonNull(dropped.previous).previous);
            if ((step & 1023) == 0) {
                checksum ^= sum(slots);
            }
        }
        return checksum + sum(slots);
    }
}
