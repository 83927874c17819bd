package dev.tally.cli.console;

import java.io.OutputStream;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * How JSON is written here: everything beyond ASCII as escapes, since a guest's strings may hold halves of characters,
 * which no encoding can; 64-bit figures as decimal strings, since most readers take numbers for doubles.
 */
public final class Json {
    private static final JsonFactory DOCUMENTS =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final ObjectWriteContext INDENTED = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    };

    private Json() {}

    /** Writes one document, indented. */
    public static JsonGenerator document(OutputStream out) {
        return DOCUMENTS.createGenerator(INDENTED, out, JsonEncoding.UTF8);
    }

    /** A 64-bit figure, as a decimal string. */
    public static void figure(JsonGenerator json, String name, long figure) {
        json.writeStringProperty(name, Long.toString(figure));
    }
}
