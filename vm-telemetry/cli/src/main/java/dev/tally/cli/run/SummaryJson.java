package dev.tally.cli.run;

import dev.tally.cli.console.Json;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Trap;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/**
 * The summary as JSON, by the schema {@code run-summary-1.json} beside this class. Runs that differ in their slices
 * differ here in limits, ticks, owed fuel and what the last tick was; everything else must be equal.
 */
final class SummaryJson {
    /** The {@code $id} of the schema. A change that a reader could notice gets a new number. */
    static final String SCHEMA = "urn:tally:run-summary:1";

    private final Summary summary;
    private final JsonGenerator json;

    private SummaryJson(Summary summary, OutputStream out) {
        this.summary = summary;
        this.json = Json.document(out);
    }

    /** Writes the summary, and leaves the stream open. */
    static void write(Summary summary, OutputStream out) {
        new SummaryJson(summary, out).write();
    }

    private void write() {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeObjectPropertyStart("module");
        json.writeStringProperty("file", summary.module().file());
        json.writeStringProperty("sha256", summary.module().sha256());
        json.writeEndObject();
        json.writeStringProperty("entry", summary.entry());
        limits();
        figure("seed", summary.seed());
        json.writeNumberProperty("priceTable", Summary.PRICE_TABLE);
        ending();
        figure("ticks", summary.ticks());
        figure("fuel", summary.fuel().used());
        figure("fuelOwed", summary.fuel().owed());
        figure("hostCalls", summary.hostCalls());
        heap();
        json.writeStringProperty("stateDigest", summary.stateDigest());
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private void limits() {
        json.writeObjectPropertyStart("limits");
        figure("fuelPerTick", summary.limits().fuelPerTick());
        if (summary.tickLimit() == 0) {
            json.writeNullProperty("ticks");
        } else {
            figure("ticks", summary.tickLimit());
        }
        figure("bytes", summary.limits().bytes());
        json.writeNumberProperty("stackSlots", summary.limits().stackSlots());
        json.writeEndObject();
    }

    private void ending() {
        json.writeStringProperty("outcome", summary.ending().name());
        json.writeStringProperty("lastTick", summary.lastTick().name());
        if (summary.ending() == Ending.EXITED) {
            json.writeNumberProperty("exitCode", Integer.toUnsignedLong(summary.exitCode()));
        } else {
            json.writeNullProperty("exitCode");
        }
        Trap trap = summary.trap();
        if (trap == null || summary.ending() == Ending.EXITED) {
            json.writeNullProperty("trap");
        } else {
            trap(trap);
        }
        json.writeArrayPropertyStart("results");
        for (TypedValue result : summary.results()) {
            json.writeStartObject();
            json.writeStringProperty("type", result.type());
            if (result.text() == null) {
                json.writeNullProperty("value");
            } else {
                json.writeStringProperty("value", result.text());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void trap(Trap trap) {
        json.writeObjectPropertyStart("trap");
        json.writeStringProperty("kind", trap.kind().name());
        json.writeStringProperty("message", trap.message());
        json.writeNumberProperty("depth", trap.depth());
        json.writeArrayPropertyStart("stack");
        for (Trap.Frame frame : trap.stack()) {
            json.writeStartObject();
            json.writeStringProperty("function", frame.function());
            json.writeNumberProperty("index", frame.index());
            json.writeNumberProperty("offset", frame.offset());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void heap() {
        json.writeObjectPropertyStart("bytes");
        figure("charged", HeapColumn.CHARGED_BYTES);
        figure("memories", HeapColumn.MEMORY_BYTES);
        figure("objects", HeapColumn.OBJECT_BYTES);
        figure("committed", HeapColumn.COMMITTED_BYTES);
        json.writeEndObject();
        json.writeObjectPropertyStart("growths");
        figure("memories", HeapColumn.MEMORY_GROWTHS);
        figure("tables", HeapColumn.TABLE_GROWTHS);
        figure("refused", HeapColumn.QUOTA_REFUSALS);
        json.writeEndObject();
        json.writeObjectPropertyStart("copies");
        figure("count", HeapColumn.COPIES);
        figure("bytes", HeapColumn.COPIED_BYTES);
        json.writeEndObject();
        observed("allocations", HeapColumn.STRING_ALLOCATIONS, HeapColumn.STRING_ALLOCATED_BYTES);
        observed("materialisations", HeapColumn.MATERIALISATIONS, HeapColumn.MATERIALISED_BYTES);
    }

    private void observed(String name, HeapColumn count, HeapColumn bytes) {
        json.writeObjectPropertyStart(name);
        json.writeBooleanProperty("observed", summary.heapObserved());
        if (summary.heapObserved()) {
            figure("count", count);
            figure("bytes", bytes);
        }
        json.writeEndObject();
    }

    private void figure(String name, HeapColumn column) {
        figure(name, summary.heap(column));
    }

    private void figure(String name, long figure) {
        Json.figure(json, name, figure);
    }
}
