package dev.tally.core.fuzz;

import dev.tally.core.assembly.ByteWriter;
import dev.tally.core.isa.Opcode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages modules by flips, insertions, deletions, splices and extreme integers; half of them keep right section sizes. */
final class Mutator {
    private static final int HEADER = 8;
    private static final int MOST_STEPS = 4;
    private static final int LONGEST_PART = 24;

    private static final Opcode FIRST_OPERATION = Opcode.I32_EQZ;
    private static final Opcode LAST_OPERATION = Opcode.I64_EXTEND32_S;

    /** Integers at the ends of their ranges, and some that are too long. */
    private static final List<byte[]> EXTREMES = List.of(
            new ByteWriter().unsigned(0xFFFF_FFFFL).toByteArray(),
            new ByteWriter().unsigned(0x7FFF_FFFFL).toByteArray(),
            new ByteWriter().unsigned(0x8000_0000L).toByteArray(),
            new ByteWriter().unsigned(0x1_0000_0000L).toByteArray(),
            new ByteWriter().unsigned(-1).toByteArray(),
            new ByteWriter().unsigned(0xFFFF).toByteArray(),
            new ByteWriter().unsigned(50_000).toByteArray(),
            new ByteWriter().signed(Integer.MIN_VALUE).toByteArray(),
            new ByteWriter().signed(Long.MIN_VALUE).toByteArray(),
            new ByteWriter().unsigned(0, 5).toByteArray(),
            new ByteWriter().unsigned(1, 11).toByteArray());

    private final Random random;
    private final List<byte[]> seeds;

    Mutator(Random random, List<byte[]> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    /** A mutant of one of the seeds. */
    byte[] mutant() {
        byte[] seed = anySeed();
        return random.nextBoolean() ? steps(seed) : withOneSectionMutated(seed);
    }

    private byte[] anySeed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] steps(byte[] original) {
        byte[] bytes = original.clone();
        for (int i = 1 + random.nextInt(MOST_STEPS); i > 0; i--) {
            bytes = step(bytes);
        }
        return bytes;
    }

    private byte[] step(byte[] bytes) {
        int place = random.nextInt(bytes.length + 1);
        int length = Math.min(1 + random.nextInt(LONGEST_PART), bytes.length - place);
        return switch (random.nextInt(9)) {
            case 0, 1 -> {
                if (place < bytes.length) {
                    bytes[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
                yield bytes;
            }
            case 2 -> {
                if (place < bytes.length) {
                    bytes[place] = (byte) random.nextInt();
                }
                yield bytes;
            }
            case 3 -> replaced(bytes, place, 0, new byte[] {(byte) random.nextInt()});
            case 4 -> replaced(bytes, place, length, new byte[0]);
            case 5 -> replaced(bytes, place, random.nextInt(2), EXTREMES.get(random.nextInt(EXTREMES.size())));
            case 6 -> replaced(bytes, place, 0, Arrays.copyOfRange(bytes, place, place + length));
            case 7 -> withAnotherOperation(bytes, place);
            default -> spliced(bytes, place, length);
        };
    }

    /** Replaces an instruction without immediates by another: what comes of it is well-formed, but rarely valid. */
    private byte[] withAnotherOperation(byte[] bytes, int from) {
        for (int place = from; place < bytes.length; place++) {
            if (isOperation(bytes[place] & 0xFF)) {
                bytes[place] = (byte) random.nextInt(FIRST_OPERATION.code(), LAST_OPERATION.code() + 1);
                return bytes;
            }
        }
        return bytes;
    }

    private static boolean isOperation(int code) {
        return code >= FIRST_OPERATION.code() && code <= LAST_OPERATION.code();
    }

    /** Puts a part of another seed in the place of a part of this one. */
    private byte[] spliced(byte[] bytes, int place, int length) {
        byte[] other = anySeed();
        int from = random.nextInt(other.length);
        int to = Math.min(from + 1 + random.nextInt(LONGEST_PART), other.length);
        return replaced(bytes, place, Math.max(length, 0), Arrays.copyOfRange(other, from, to));
    }

    private static byte[] replaced(byte[] bytes, int place, int length, byte[] part) {
        int removed = Math.min(length, bytes.length - place);
        return new ByteWriter()
                .put(Arrays.copyOf(bytes, place))
                .put(part)
                .put(Arrays.copyOfRange(bytes, place + removed, bytes.length))
                .toByteArray();
    }

    /** Damages the content of one section and writes its size anew: the damage is what the reader meets first. */
    private byte[] withOneSectionMutated(byte[] seed) {
        if (seed.length == HEADER) {
            return steps(seed);
        }
        int chosen = random.nextInt(12);
        ByteWriter out = new ByteWriter().put(Arrays.copyOf(seed, HEADER));
        int at = HEADER;
        for (int section = 0; at < seed.length; section++) {
            int code = seed[at++];
            int size = 0;
            int shift = 0;
            int part;
            do {
                part = seed[at++];
                size |= (part & 0x7F) << shift;
                shift += 7;
            } while (part < 0);
            byte[] content = Arrays.copyOfRange(seed, at, at + size);
            out.put(code).vector(section == chosen ? steps(content) : content);
            at += size;
        }
        return out.toByteArray();
    }
}
