package dev.tally.telemetry.engineering.dump;

import dev.tally.runtime.TickOutcome;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceColumn.Unit;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import dev.tally.telemetry.engineering.EvidenceRows;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes a dump: a header, a line for each row, and an end that says how many rows there are, so that a dump that was cut
 * off can be told from a whole one. The same rows give the same bytes.
 *
 * <pre>
 *   {"schema":"urn:tally:evidence:1","module":{"sha256":…},"limits":{…},"columns":[{"name":"tick",…},…]}
 *   {"tick":1,"outcome":"YIELDED","instantiation":true,"fuel":310,…}
 *   …
 *   {"end":{"rows":20,"overwritten":0}}
 * </pre>
 *
 * <p>Figures are JSON integers; {@code null} stands for one that was not observed. Its methods throw {@link
 * tools.jackson.core.JacksonException} when the stream cannot be written, and never close it.
 */
public final class DumpWriter {
    private static final JsonFactory LINES = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .rootValueSeparator("\n")
            .build();

    private static final TickOutcome[] OUTCOMES = TickOutcome.values();

    private final JsonGenerator json;
    private final List<EvidenceColumn> columns;
    private long rows;

    /** A dump whose header is written at once. */
    public DumpWriter(DumpHeader header, OutputStream out) {
        json = LINES.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
        columns = header.columns();
        write(header);
    }

    /** Writes everything that a recorder still has. */
    public static void write(EvidenceRecorder recorder, OutputStream out) {
        write(new Dump(DumpHeader.of(recorder), recorder.snapshot()), out);
    }

    /** Writes a dump as it was read. */
    public static void write(Dump dump, OutputStream out) {
        DumpWriter writer = new DumpWriter(dump.header(), out);
        EvidenceRows rows = dump.rows();
        long[] row = new long[rows.columns().size()];
        for (int number = 0; number < rows.count(); number++) {
            for (int place = 0; place < row.length; place++) {
                row[place] = rows.figure(number, place);
            }
            writer.row(row);
        }
        writer.finish(rows.overwritten());
    }

    private void write(DumpHeader header) {
        json.writeStartObject();
        json.writeStringProperty("schema", DumpHeader.SCHEMA);
        json.writeObjectPropertyStart("module");
        json.writeStringProperty("sha256", header.module());
        json.writeEndObject();
        json.writeObjectPropertyStart("limits");
        json.writeNumberProperty("fuelPerTick", header.limits().fuelPerTick());
        json.writeNumberProperty("bytes", header.limits().bytes());
        json.writeNumberProperty("stackSlots", header.limits().stackSlots());
        json.writeEndObject();
        json.writeArrayPropertyStart("columns");
        for (EvidenceColumn column : columns) {
            json.writeStartObject();
            json.writeStringProperty("name", column.name());
            json.writeStringProperty("unit", column.unit().key());
            json.writeStringProperty("meaning", column.meaning());
            json.writeStringProperty("source", column.source());
            json.writeStringProperty("nature", column.nature().key());
            json.writeBooleanProperty("reproducible", column.reproducible());
            json.writeBooleanProperty("judged", column.judged());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * Writes a row, as {@link EvidenceRecorder#read} gives it.
     *
     * @param row a figure for each column
     */
    public void row(long[] row) {
        json.writeStartObject();
        for (int place = 0; place < columns.size(); place++) {
            figure(columns.get(place), row[place]);
        }
        json.writeEndObject();
        rows++;
    }

    private void figure(EvidenceColumn column, long figure) {
        if (figure == EvidenceRecorder.NOT_OBSERVED) {
            json.writeNullProperty(column.name());
        } else if (column.unit() == Unit.OUTCOME) {
            json.writeStringProperty(column.name(), OUTCOMES[(int) figure].name());
        } else if (column.unit() == Unit.FLAG) {
            json.writeBooleanProperty(column.name(), figure != 0);
        } else {
            json.writeNumberProperty(column.name(), figure);
        }
    }

    /**
     * Writes the end and whatever has been held back.
     *
     * @param overwritten rows that came before the first one written, and are lost
     */
    public void finish(long overwritten) {
        json.writeStartObject();
        json.writeObjectPropertyStart("end");
        json.writeNumberProperty("rows", rows);
        json.writeNumberProperty("overwritten", overwritten);
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
