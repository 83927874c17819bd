package dev.tally.telemetry.engineering.dump;

import dev.tally.runtime.Limits;
import dev.tally.runtime.TickOutcome;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceColumn.Nature;
import dev.tally.telemetry.engineering.EvidenceColumn.Unit;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import dev.tally.telemetry.engineering.EvidenceRows;
import dev.tally.telemetry.engineering.dump.DumpException.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.impl.factory.primitive.ObjectIntMaps;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads a dump. Whatever the bytes are, the answer is a whole dump or a {@link DumpException} that names the line; nothing
 * in them can make it use memory out of proportion.
 *
 * <p>The header says what the columns are, so that dumps of machines that count more or less than this one can be read.
 */
public final class DumpReader {
    /** More than a header takes, which is the longest line. */
    private static final int MOST_LINE_BYTES = 1 << 20;

    private static final int MOST_COLUMNS = 1_000;
    private static final String ANY_SCHEMA = "urn:tally:evidence:";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,99}");
    private static final String FIRST_BYTES = "{\"schema\":\"" + ANY_SCHEMA;

    private final InputStream in;
    private final MutableObjectIntMap<String> places = ObjectIntMaps.mutable.empty();
    private final LongArrayList figures = new LongArrayList();
    private int line;
    private long overwritten;

    private DumpReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /**
     * Reads a dump to its end.
     *
     * @throws DumpException if it is none
     * @throws IOException if the stream cannot be read
     */
    public static Dump read(InputStream in) throws IOException, DumpException {
        return new DumpReader(in).dump();
    }

    private Dump dump() throws IOException, DumpException {
        DumpHeader header = header();
        long[] row = new long[header.columns().size()];
        int rows = 0;
        while (row(header, row, rows)) {
            figures.addAll(row);
            rows++;
        }
        if (nextLine() != null) {
            throw malformed("there is something behind the end");
        }
        return new Dump(header, new EvidenceRows(header.columns(), figures.toArray(), overwritten));
    }

    // Lines.

    /** The next line without its end; null behind the last. */
    private @Nullable String nextLine() throws IOException, DumpException {
        line++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n' && bytes.size() < MOST_LINE_BYTES) {
            bytes.write(next);
            next = in.read();
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        if (next == '\n') {
            return text;
        }
        if (line == 1 && !text.startsWith(FIRST_BYTES) && !(FIRST_BYTES.startsWith(text) && !text.isEmpty())) {
            throw foreign();
        }
        if (next >= 0) {
            throw malformed("the line has more than " + MOST_LINE_BYTES + " bytes");
        }
        if (!text.isEmpty()) {
            throw truncated();
        }
        return null;
    }

    /** The message is one line, whatever there is in the names that it quotes. */
    private DumpException malformed(String what) {
        return new DumpException(Kind.MALFORMED, "line " + line + ": " + what.replaceAll("\\p{Cntrl}|\\R", "?"));
    }

    private static DumpException foreign() {
        return new DumpException(Kind.FOREIGN, "this is no dump of evidence");
    }

    private DumpException truncated() {
        return new DumpException(Kind.TRUNCATED, "the dump is cut off in line " + line);
    }

    /** The fields of a line. */
    private LineFields fields(String text) throws DumpException {
        try {
            return LineFields.parse(text);
        } catch (JacksonException notJson) {
            throw malformed("this is not JSON");
        } catch (IllegalArgumentException wrong) {
            throw malformed(String.valueOf(wrong.getMessage()));
        }
    }

    /** Takes something from fields; what these refuse is malformed. */
    private <T> T take(LineFields from, Function<LineFields, T> what) throws DumpException {
        try {
            return what.apply(from);
        } catch (IllegalArgumentException wrong) {
            throw malformed(String.valueOf(wrong.getMessage()));
        }
    }

    // The header.

    private DumpHeader header() throws IOException, DumpException {
        String text = nextLine();
        if (text == null || !text.startsWith(FIRST_BYTES)) {
            throw foreign();
        }
        LineFields fields = fields(text);
        String schema = take(fields, header -> header.text("schema"));
        if (!schema.equals(DumpHeader.SCHEMA)) {
            throw new DumpException(
                    Kind.FOREIGN, "the dump is of version " + schema + "; only " + DumpHeader.SCHEMA + " is known");
        }
        return take(fields, this::headerOf);
    }

    private DumpHeader headerOf(LineFields header) {
        LineFields module = header.object("module");
        LineFields limits = header.object("limits");
        List<EvidenceColumn> columns = new ArrayList<>();
        for (LineFields column : header.objects("columns", MOST_COLUMNS)) {
            columns.add(columnOf(column));
        }
        for (EvidenceColumn needed :
                List.of(EvidenceColumn.TICK, EvidenceColumn.OUTCOME, EvidenceColumn.INSTANTIATION)) {
            if (!places.containsKey(needed.name())) {
                throw new IllegalArgumentException("there is no column " + needed.name());
            }
        }
        DumpHeader read = new DumpHeader(
                matching(DIGEST, module.text("sha256"), "a digest of 64 hexadecimal digits"),
                new Limits(limits.figure("fuelPerTick"), limits.figure("bytes"), (int)
                        Math.min(Integer.MAX_VALUE, limits.figure("stackSlots"))),
                columns);
        module.requireNoMore();
        limits.requireNoMore();
        header.requireNoMore();
        return read;
    }

    private EvidenceColumn columnOf(LineFields fields) {
        EvidenceColumn column = new EvidenceColumn(
                matching(NAME, fields.text("name"), "a name in camel case"),
                named(Unit.values(), Unit::key, fields.text("unit")),
                fields.text("meaning"),
                fields.text("source"),
                named(Nature.values(), Nature::key, fields.text("nature")),
                fields.flag("reproducible"),
                fields.flag("judged"));
        fields.requireNoMore();
        if (places.containsKey(column.name())) {
            throw new IllegalArgumentException("there are two columns " + column.name());
        }
        for (EvidenceColumn known : EvidenceColumn.all()) {
            if (known.name().equals(column.name()) && known.unit() != column.unit()) {
                throw new IllegalArgumentException("the column " + column.name() + " is not in "
                        + column.unit().key() + " but in " + known.unit().key());
            }
        }
        places.put(column.name(), places.size());
        return column;
    }

    /** The text if it is what it should be; so names of columns can be printed as they are. */
    private static String matching(Pattern pattern, String text, String what) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " is missing, and something else is in its place");
        }
        return text;
    }

    private static <T> T named(T[] all, Function<T, String> key, String name) {
        return Arrays.stream(all)
                .filter(one -> key.apply(one).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no such thing as \"" + name + "\""));
    }

    // Rows.

    /** Fills the row and says that there was one; or takes the end. */
    private boolean row(DumpHeader header, long[] row, int rowsBefore) throws IOException, DumpException {
        String text = nextLine();
        if (text == null) {
            throw truncated();
        }
        LineFields fields = fields(text);
        if (fields.has("end")) {
            overwritten = take(fields, last -> endOf(last, rowsBefore));
            return false;
        }
        for (int place = 0; place < row.length; place++) {
            EvidenceColumn column = header.columns().get(place);
            row[place] = take(fields, from -> figureOf(from, column));
        }
        take(fields, LineFields::requireNoMore);
        return true;
    }

    private static long figureOf(LineFields fields, EvidenceColumn column) {
        if (column.nature() != Nature.LABEL && fields.isNull(column.name())) {
            return EvidenceRecorder.NOT_OBSERVED;
        }
        return switch (column.unit()) {
            case OUTCOME -> outcome(fields.text(column.name()));
            case FLAG -> fields.flag(column.name()) ? 1 : 0;
            default -> fields.figure(column.name());
        };
    }

    @SuppressWarnings("EnumOrdinal") // Rows are numbers, and never outlive the process; dumps hold the name.
    private static long outcome(String name) {
        return named(TickOutcome.values(), TickOutcome::name, name).ordinal();
    }

    /** Takes the end and answers how many rows are lost. */
    private static long endOf(LineFields line, int rowsBefore) {
        LineFields end = line.object("end");
        long rows = end.figure("rows");
        long lost = end.figure("overwritten");
        end.requireNoMore();
        line.requireNoMore();
        if (rows != rowsBefore) {
            throw new IllegalArgumentException("there are " + rowsBefore + " rows, and the end tells of " + rows);
        }
        return lost;
    }
}
