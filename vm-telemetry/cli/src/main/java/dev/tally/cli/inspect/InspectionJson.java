package dev.tally.cli.inspect;

import dev.tally.cli.console.Json;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.SizeRange;
import dev.tally.runtime.Module;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/** An inspection as JSON, by the schema {@code module-inspection-1.json} beside this class. */
final class InspectionJson {
    /** The {@code $id} of the schema. A change that a reader could notice gets a new number. */
    static final String SCHEMA = "urn:tally:module-inspection:1";

    private final Inspection inspection;
    private final JsonGenerator json;

    private InspectionJson(Inspection inspection, OutputStream out) {
        this.inspection = inspection;
        this.json = Json.document(out);
    }

    /** Writes the inspection, and leaves the stream open. */
    static void write(Inspection inspection, OutputStream out) {
        new InspectionJson(inspection, out).write();
    }

    private void write() {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeObjectPropertyStart("module");
        json.writeStringProperty("file", inspection.file());
        json.writeStringProperty("sha256", inspection.sha256());
        json.writeNumberProperty("bytes", inspection.bytes());
        json.writeEndObject();
        imports();
        exports();
        memories();
        tables();
        globals();
        functions();
        segments();
        costs();
        json.writeArrayPropertyStart("features");
        inspection.features().forEach(feature -> json.writeString(feature.toString()));
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private void imports() {
        json.writeArrayPropertyStart("imports");
        for (Module.Import wanted : inspection.imports()) {
            json.writeStartObject();
            json.writeStringProperty("module", wanted.module());
            json.writeStringProperty("name", wanted.name());
            json.writeStringProperty("type", wanted.type());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void exports() {
        json.writeArrayPropertyStart("exports");
        for (Module.Export offered : inspection.exports()) {
            json.writeStartObject();
            json.writeStringProperty("name", offered.name());
            json.writeStringProperty("type", offered.type());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void memories() {
        json.writeArrayPropertyStart("memories");
        for (MemoryType memory : inspection.memories()) {
            json.writeStartObject();
            sizes(memory.size(), "Pages");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void tables() {
        json.writeArrayPropertyStart("tables");
        for (TableType table : inspection.tables()) {
            json.writeStartObject();
            json.writeStringProperty("element", table.element().toString());
            sizes(table.size(), "Elements");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void sizes(SizeRange size, String unit) {
        json.writeNumberProperty("minimum" + unit, size.minimum());
        if (size.bounded()) {
            json.writeNumberProperty("maximum" + unit, size.maximum());
        } else {
            json.writeNullProperty("maximum" + unit);
        }
    }

    private void globals() {
        json.writeArrayPropertyStart("globals");
        for (GlobalType global : inspection.globals()) {
            json.writeStartObject();
            json.writeStringProperty("type", global.type().toString());
            json.writeBooleanProperty("mutable", global.mutable());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void functions() {
        Inspection.Functions functions = inspection.functions();
        json.writeObjectPropertyStart("functions");
        json.writeNumberProperty("imported", functions.imported());
        json.writeNumberProperty("defined", functions.defined());
        Json.figure(json, "codeBytes", functions.codeBytes());
        Inspection.LargestFunction largest = functions.largest();
        if (largest == null) {
            json.writeNullProperty("largest");
        } else {
            json.writeObjectPropertyStart("largest");
            json.writeStringProperty("name", largest.name().name());
            json.writeNumberProperty("index", largest.name().index());
            json.writeNumberProperty("codeBytes", largest.codeBytes());
            json.writeNumberProperty("locals", largest.locals());
            json.writeEndObject();
        }
        json.writeEndObject();
        Inspection.FunctionName start = inspection.start();
        if (start == null) {
            json.writeNullProperty("start");
        } else {
            json.writeObjectPropertyStart("start");
            json.writeStringProperty("name", start.name());
            json.writeNumberProperty("index", start.index());
            json.writeEndObject();
        }
    }

    private void segments() {
        json.writeObjectPropertyStart("segments");
        json.writeNumberProperty("data", inspection.segments().data());
        Json.figure(json, "dataBytes", inspection.segments().dataBytes());
        json.writeNumberProperty("elements", inspection.segments().elements());
        json.writeEndObject();
    }

    private void costs() {
        json.writeNumberProperty("priceTable", Opcode.PRICE_TABLE_VERSION);
        json.writeObjectPropertyStart("costliestPath");
        json.writeStringProperty("function", inspection.straightPath().function());
        json.writeNumberProperty("index", inspection.straightPath().index());
        Json.figure(json, "fuel", inspection.straightPath().fuel());
        json.writeEndObject();
        Json.figure(json, "overshoot", inspection.overshoot());
    }
}
