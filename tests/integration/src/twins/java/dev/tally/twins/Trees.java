package dev.tally.twins;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The twin of {@code trees.wat}. */
public final class Trees {
    private Trees() {}

    private static final class Tree {
        final int item;

        @Nullable
        Tree left;

        @Nullable
        Tree right;

        Tree(int item, @Nullable Tree left, @Nullable Tree right) {
            this.item = item;
            this.left = left;
            this.right = right;
        }

        void extend(int depth) {
            if (depth == 0) {
                return;
            }
            left = new Tree(2 * item - 1, null, null);
            right = new Tree(2 * item, null, null);
            left.extend(depth - 1);
            right.extend(depth - 1);
        }

        int sum() {
            return left == null
                    ? item
                    : item + 3 * left.sum() - Objects.requireNonNull(right).sum();
        }
    }

    private static Tree grown(int depth, int item) {
        return depth == 0
                ? new Tree(item, null, null)
                : new Tree(item, grown(depth - 1, 2 * item - 1), grown(depth - 1, 2 * item));
    }

    public static int run(int depth, int rounds) {
        Tree stays = grown(depth, 1);
        int checksum = 0;
        for (int round = 0; round < rounds; round++) {
            for (int low = 2; low <= depth; low += 2) {
                for (int i = 0; i < 1 << (depth - low); i++) {
                    checksum = checksum * 31 + grown(low, i).sum();
                    Tree young = new Tree(round - i, null, null);
                    young.extend(low);
                    checksum = checksum * 31 + young.sum();
                }
            }
            checksum ^= stays.sum();
        }
        return checksum;
    }
}
