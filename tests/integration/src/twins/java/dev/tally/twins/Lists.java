package dev.tally.twins;

import org.jspecify.annotations.Nullable;

/** The twin of {@code lists.wat}. */
public final class Lists {
    private Lists() {}

    private static final class Cell {
        final int value;

        @Nullable
        Cell next;

        Cell(int value, @Nullable Cell next) {
            this.value = value;
            this.next = next;
        }
    }

    private static @Nullable Cell built(Randomness random, int length) {
        Cell list = null;
        for (int i = 0; i < length; i++) {
            list = new Cell(random.next(8), list);
        }
        return list;
    }

    private static @Nullable Cell reversed(@Nullable Cell list) {
        Cell done = null;
        while (list != null) {
            Cell next = list.next;
            list.next = done;
            done = list;
            list = next;
        }
        return done;
    }

    private static void thin(@Nullable Cell list) {
        while (list != null && list.next != null) {
            if ((list.next.value & 3) == 0) {
                list.next = list.next.next;
            } else {
                list = list.next;
            }
        }
    }

    private static @Nullable Cell copied(@Nullable Cell list) {
        return list == null ? null : new Cell(list.value + 1, copied(list.next));
    }

    private static @Nullable Cell sorted(@Nullable Cell list) {
        if (list == null || list.next == null) {
            return list;
        }
        Cell slow = list;
        Cell fast = list.next;
        while (fast != null && fast.next != null && slow.next != null) {
            fast = fast.next.next;
            slow = slow.next;
        }
        Cell second = slow.next;
        slow.next = null;
        return merged(sorted(list), sorted(second));
    }

    private static @Nullable Cell merged(@Nullable Cell a, @Nullable Cell b) {
        Cell head = new Cell(0, null);
        Cell last = head;
        while (a != null && b != null) {
            if (a.value <= b.value) {
                last.next = a;
                last = a;
                a = a.next;
            } else {
                last.next = b;
                last = b;
                b = b.next;
            }
        }
        last.next = a == null ? b : a;
        return head.next;
    }

    private static int hash(@Nullable Cell list) {
        int hash = 0;
        for (Cell cell = list; cell != null; cell = cell.next) {
            hash = hash * 31 + cell.value;
        }
        return hash;
    }

    public static int run(int length, int rounds) {
        Randomness random = new Randomness(length);
        Cell previous = null;
        int checksum = 0;
        for (int round = 0; round < rounds; round++) {
            Cell list = reversed(built(random, length));
            thin(list);
            Cell copy = copied(list);
            checksum = checksum * 31 + hash(list);
            checksum = checksum * 31 + hash(sorted(list));
            checksum ^= hash(previous);
            previous = copy;
        }
        return checksum;
    }
}
