package dev.tally.cli.run;

import dev.tally.cli.console.Json;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import dev.tally.telemetry.engineering.HeapObservation;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/**
 * Evidence as one line of JSON for each tick: what it charged, and how far it moved each counter of the heap; gauges as
 * they stand at its end. The same run gives the same bytes, unless wall time is asked for.
 *
 * <p>Evidence is an engineering metric, not certification policy: what a line holds may change in any version.
 */
final class EvidenceLines {
    private final Guest guest;
    private final HeapObservation observation;
    private final JsonGenerator json;
    private final long[] before;
    private final long[] row = new long[HeapColumn.count()];
    private long hostCallsBefore;

    /**
     * Lines about a guest that has not been run yet.
     *
     * @param before the heap's columns before its call was prepared: the first tick's line has that in it
     */
    EvidenceLines(Guest guest, long[] before, HeapObservation observation, OutputStream out) {
        this.guest = guest;
        this.observation = observation;
        this.json = Json.lines(out);
        this.before = before.clone();
    }

    /**
     * Writes the line of the tick that has just ended.
     *
     * @param wallNanos how long it took, or negative to leave that out
     * @throws tools.jackson.core.JacksonException if the line cannot be written
     */
    void tick(TickOutcome outcome, long wallNanos) {
        json.writeStartObject();
        json.writeNumberProperty("tick", guest.ticks());
        json.writeStringProperty("outcome", outcome.name());
        json.writeBooleanProperty("instantiation", guest.lastTickInstantiated());
        json.writeNumberProperty("fuel", guest.fuelOfLastTick());
        json.writeNumberProperty("fuelOwed", guest.fuelOwed());
        json.writeNumberProperty("hostCalls", guest.hostCalls() - hostCallsBefore);
        json.writeNumberProperty("stackSlots", guest.stackInUse());
        hostCallsBefore = guest.hostCalls();
        heap();
        if (wallNanos >= 0) {
            json.writeNumberProperty("wallNanos", wallNanos);
        }
        json.writeEndObject();
    }

    private void heap() {
        guest.counters().since(before, row);
        guest.counters().capture(before);
        boolean complete = observation.complete();
        for (int i = 0; i < row.length; i++) {
            HeapColumn column = HeapColumn.at(i);
            if (complete || !column.countsObjects()) {
                json.writeNumberProperty(column.key(), row[i]);
            } else {
                json.writeNullProperty(column.key());
            }
        }
    }

    /** Writes what has been held back; writes nothing afterwards. */
    void finish() {
        if (guest.ticks() > 0) {
            json.writeRaw('\n');
        }
        json.flush();
    }
}
