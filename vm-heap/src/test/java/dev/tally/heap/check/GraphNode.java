package dev.tally.heap.check;

import dev.tally.heap.object.Storage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object of the guest as a Java object, with what a shadow of the collector must know of it; it knows nothing of the heap. */
final class GraphNode {
    final Kind kind;

    /** Nodes, numbers of 31 bits, objects of the host, or null. */
    final @Nullable Object[] references;

    final long[] numbers;

    /** Whether it lies behind the nursery by now. */
    boolean old;

    GraphNode(Kind kind, int length) {
        this.kind = kind;
        this.references = new Object[kind.references(length)];
        this.numbers = new long[kind.numbers(length)];
    }

    long bytes() {
        return kind.bytes(kind.array ? Math.max(references.length, numbers.length) : 0);
    }

    /** A shape, with a layout of its own making. */
    record Kind(int type, boolean array, boolean exception, boolean text, List<Storage> storage) {
        int references(int length) {
            return array
                    ? storage.getFirst() == Storage.REFERENCE ? length : 0
                    : (int) storage.stream().filter(s -> s == Storage.REFERENCE).count();
        }

        int numbers(int length) {
            return array
                    ? storage.getFirst() == Storage.REFERENCE ? 0 : length
                    : (int) storage.stream().filter(s -> s != Storage.REFERENCE).count();
        }

        long bytes(int length) {
            long end = 8;
            if (array) {
                end += (long) length * storage.getFirst().bytes();
            } else {
                for (Storage field : storage) {
                    end = offsetBehind(end, field) + field.bytes();
                }
            }
            return (end + 7) / 8 * 8;
        }

        /** Where the field, counted among references or among numbers, lies. */
        int offset(boolean reference, int which) {
            if (array) {
                return 8 + which * storage.getFirst().bytes();
            }
            long end = 8;
            int left = which;
            for (Storage field : storage) {
                long begin = offsetBehind(end, field);
                if (field.isReference() == reference && left-- == 0) {
                    return (int) begin;
                }
                end = begin + field.bytes();
            }
            throw new AssertionError();
        }

        Storage numberStorage(int which) {
            return array
                    ? storage.getFirst()
                    : storage.stream()
                            .filter(s -> !s.isReference())
                            .skip(which)
                            .findFirst()
                            .orElseThrow();
        }

        private static long offsetBehind(long end, Storage field) {
            int alignment = Math.min(8, field.bytes());
            return (end + alignment - 1) / alignment * alignment;
        }
    }
}
