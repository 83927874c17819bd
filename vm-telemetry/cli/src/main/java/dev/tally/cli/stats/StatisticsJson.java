package dev.tally.cli.stats;

import dev.tally.cli.console.Json;
import dev.tally.runtime.Module.CodeBytes;
import dev.tally.runtime.Module.FunctionCost;
import java.io.OutputStream;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Statistics as JSON, by the schema {@code module-statistics-1.json} beside this class. */
final class StatisticsJson {
    /** The {@code $id} of the schema. A change that a reader could notice gets a new number. */
    static final String SCHEMA = "urn:tally:module-statistics:1";

    private static final String MEASURED = "measured";
    private static final String DERIVED = "derived";

    private final Statistics statistics;
    private final JsonGenerator json;

    private StatisticsJson(Statistics statistics, OutputStream out) {
        this.statistics = statistics;
        this.json = Json.document(out);
    }

    /** Writes the statistics, and leaves the stream open. */
    static void write(Statistics statistics, OutputStream out) {
        new StatisticsJson(statistics, out).write();
    }

    private void write() {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeObjectPropertyStart("module");
        json.writeStringProperty("file", statistics.file());
        json.writeStringProperty("sha256", statistics.sha256());
        json.writeEndObject();
        json.writeObjectPropertyStart(MEASURED);
        json.writeNumberProperty("functions", statistics.functions().size());
        json.writeNumberProperty("compiled", statistics.compiledCount());
        json.writeNumberProperty("interpreted", statistics.refused().size());
        sum("without", statistics.ungoverned());
        sum("with", statistics.governed());
        json.writeEndObject();
        json.writeObjectPropertyStart(DERIVED);
        number("growthPercent", statistics.growth());
        number("methodGrowthPercent", statistics.growthOfMethods());
        model(statistics.model());
        json.writeNumberProperty("resting", statistics.resting());
        json.writeNumberProperty("needingNoRestPoints", statistics.calm());
        json.writeEndObject();
        json.writeArrayPropertyStart("functions");
        statistics.functions().forEach(this::function);
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private void sum(String name, Statistics.Sum sum) {
        json.writeObjectPropertyStart(name);
        Json.figure(json, "method", sum.method());
        Json.figure(json, "beside", sum.beside());
        json.writeEndObject();
    }

    private void model(GrowthModel model) {
        json.writeObjectPropertyStart("model");
        json.writeNumberProperty("functions", model.functions());
        number("constant", model.constant());
        number("perCall", model.perCall());
        number("perLocal", model.perLocal());
        number("perLoop", model.perLoop());
        GrowthModel.Residual residual = model.residual();
        if (residual == null) {
            json.writeNullProperty("residual");
        } else {
            json.writeObjectPropertyStart("residual");
            number("rootMeanSquare", residual.rootMeanSquare());
            number("largest", residual.largest());
            json.writeStringProperty("function", residual.function().name());
            json.writeNumberProperty("index", residual.function().index());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void function(FunctionCost function) {
        json.writeStartObject();
        json.writeStringProperty("name", function.name());
        json.writeNumberProperty("index", function.index());
        json.writeObjectPropertyStart(MEASURED);
        json.writeNumberProperty("calls", function.calls());
        json.writeNumberProperty("locals", function.locals());
        json.writeNumberProperty("loops", function.loops());
        bytes("without", function.ungoverned());
        bytes("with", function.governed());
        string("refusal", function.refusal());
        json.writeEndObject();
        json.writeObjectPropertyStart(DERIVED);
        number("growthPercent", Statistics.growth(function));
        string("restsBy", function.restCause());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void bytes(String name, @Nullable CodeBytes bytes) {
        if (bytes == null) {
            json.writeNullProperty(name);
            return;
        }
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("method", bytes.method());
        json.writeNumberProperty("beside", bytes.beside());
        json.writeEndObject();
    }

    private void number(String name, @Nullable BigDecimal number) {
        if (number == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, number);
        }
    }

    private void string(String name, @Nullable String string) {
        if (string == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, string);
        }
    }
}
