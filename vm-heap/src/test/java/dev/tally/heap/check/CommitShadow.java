package dev.tally.heap.check;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.object.Shapes;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the arrays of an arena by looking into everything that it consists of, and adds up their bytes; counts how many were asked
 * for by how much nearer a failure has come that never comes; and watches the array of the objects become longer.
 */
final class CommitShadow {
    private static final int NEVER_REACHED = 1_000_000_000;

    private final Arena arena;
    private int lengthOfSpace;
    private long growths;

    CommitShadow(Arena arena) {
        this.arena = arena;
        CommitFailure.failCommitAfter(arena, NEVER_REACHED);
    }

    /** To be called whenever the array of the objects may have become longer. */
    void observe() {
        int length = arena.objectSpace().bytes().length;
        growths += length > lengthOfSpace ? 1 : 0;
        lengthOfSpace = length;
    }

    void writeTo(long[] expected) {
        try {
            expected[HeapColumn.OBJECT_SPACE_GROWTHS.index()] = growths;
            expected[HeapColumn.COMMITS.index()] = (long) NEVER_REACHED - untilFailure();
            expected[HeapColumn.COMMITTED_BYTES.index()] =
                    bytes(arena, Collections.newSetFromMap(new IdentityHashMap<>()));
        } catch (IllegalAccessException closed) {
            throw new AssertionError(closed);
        }
    }

    private int untilFailure() throws IllegalAccessException {
        try {
            Field left = BackingArrays.class.getDeclaredField("commitsUntilFailure");
            left.setAccessible(true);
            return left.getInt(arena.backingArrays());
        } catch (NoSuchFieldException renamed) {
            throw new AssertionError(renamed);
        }
    }

    /** The bytes of all arrays behind an object of the heap; shapes are the host's. */
    private static long bytes(Object owner, Set<Object> seen) throws IllegalAccessException {
        if (owner instanceof Shapes || owner.getClass().isHidden() || !seen.add(owner)) {
            return 0;
        }
        long bytes = 0;
        for (Class<?> type = owner.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    bytes += bytesOf(field.get(owner), seen);
                }
            }
        }
        return bytes;
    }

    private static long bytesOf(@Nullable Object value, Set<Object> seen) throws IllegalAccessException {
        if (value == null || value.getClass().isArray() && !seen.add(value)) {
            return 0;
        }
        return switch (value) {
            case byte[] array -> array.length;
            case int[] array -> 4L * array.length;
            case long[] array -> 8L * array.length;
            case Object[] array -> 8L * array.length;
            case List<?> list -> {
                long bytes = 0;
                for (Object element : list) {
                    bytes += bytesOf(element, seen);
                }
                yield bytes;
            }
            default -> isOfHeap(value) ? bytes(value, seen) : 0;
        };
    }

    /** Whether an object is a part of the arena, and not of those who use it in tests. */
    private static boolean isOfHeap(Object value) {
        String name = value.getClass().getPackageName();
        return name.startsWith("dev.tally.heap.") && !name.endsWith(".check");
    }
}
