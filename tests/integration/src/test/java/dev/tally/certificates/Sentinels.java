package dev.tally.certificates;

import dev.tally.heap.FalseCounters;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Guest;
import dev.tally.telemetry.certification.run.RunWatcher;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts a random figure in the place of every counter, before the first tick and behind each, and remembers all of them,
 * with what a recorder makes of these: so whatever is derived from a counter is nonsense, and whatever is copied from one,
 * or from a row of evidence, can be recognised.
 */
final class Sentinels implements RunWatcher {
    /** So large that no figure of a run is one by chance. */
    private static final long LEAST = 1L << 48;

    private static final long MOST = 1L << 62;

    /** Up to here a figure of a run may well be equal by chance. */
    private static final long SMALL = 1_000;

    private final SplittableRandom random;
    private final LongHashSet figures = new LongHashSet();

    private @Nullable EvidenceRecorder recorder;
    private long[] row = {};

    Sentinels() {
        this(Long.getLong("tally.seed", 3));
    }

    Sentinels(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A figure that will be recognised. */
    long next() {
        long figure = random.nextLong(LEAST, MOST);
        figures.add(figure);
        return figure;
    }

    @Override
    public void spawned(Guest guest, long fuelPerTick) {
        FalseCounters.write(guest.counters(), this::next);
        recorder = EvidenceRecorder.attach(guest, 1);
        row = new long[recorder.columns().size()];
    }

    @Override
    public void ticked(Guest guest) {
        EvidenceRecorder evidence = Objects.requireNonNull(recorder);
        evidence.record();
        evidence.read(evidence.recorded() - 1, row);
        for (EvidenceColumn column : evidence.columns()) {
            if (column.source().startsWith("HeapCounters.")) {
                figures.add(row[evidence.columns().indexOf(column)]);
            }
        }
        // What the heap has added to the figures meanwhile makes new ones.
        for (HeapColumn column : HeapColumn.values()) {
            figures.add(guest.counters().value(column));
        }
        FalseCounters.write(guest.counters(), this::next);
    }

    int count() {
        return figures.size();
    }

    /** The figures that are found in a payload, however they are written there. */
    Set<String> foundIn(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        String exact = new String(payload, StandardCharsets.UTF_8);
        Set<String> found = new TreeSet<>();
        figures.forEach(figure -> {
            String decimal = Long.toString(Math.abs(figure));
            byte[] bigEndian = ByteBuffer.allocate(Long.BYTES).putLong(figure).array();
            byte[] littleEndian = ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(figure)
                    .array();
            if (Math.abs(figure) < LEAST) {
                // The heap itself has set this one to what is the case; so small a figure counts as a whole value only.
                if (Math.abs(figure) > SMALL && exact.contains("\"" + decimal + "\"")) {
                    found.add(decimal);
                }
            } else if (text.contains(decimal)
                    || text.contains(Long.toHexString(figure))
                    || text.contains(HexFormat.of().formatHex(littleEndian))
                    || containsBase64(exact, bigEndian)
                    || containsBase64(exact, littleEndian)
                    || containsBase64(exact, decimal.getBytes(StandardCharsets.US_ASCII))) {
                found.add(decimal);
            }
        });
        return found;
    }

    /** Whether a text holds bytes in base64, of either alphabet, wherever in a longer sequence of bytes they stand. */
    private static boolean containsBase64(String text, byte[] bytes) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and the last letter may hold bits of what stands beside.
            int first = before == 0 ? 0 : before + 1;
            int last = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
            String inner = encoded.substring(first, last);
            if (text.contains(inner) || text.contains(inner.replace('+', '-').replace('/', '_'))) {
                return true;
            }
        }
        return false;
    }
}
