package dev.tally.conformance.tiers;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A module that was drawn.
 *
 * @param declarations all but its functions
 * @param functions the last is called by the host
 * @param parameters of that function
 */
record DrawnModule(String declarations, List<Body> functions, List<Sort> parameters) {
    /** The export of the function that the host calls. */
    static final String ENTRY = "run";

    /** A function: all before its instructions, and those. */
    record Body(String header, List<Line> lines) {
        Body {
            lines = List.copyOf(lines);
        }
    }

    DrawnModule {
        functions = List.copyOf(functions);
        parameters = List.copyOf(parameters);
    }

    /** How many memories it has, each of one page. */
    int memories() {
        return (int)
                declarations.lines().filter(line -> line.startsWith("(memory")).count();
    }

    DrawnModule withLines(int function, List<Line> lines) {
        List<Body> changed = new ArrayList<>(functions);
        changed.set(function, new Body(functions.get(function).header(), lines));
        return new DrawnModule(declarations, changed, parameters);
    }

    /** The bytes of the module; what is not valid is found when they are loaded. */
    byte[] bytes() {
        return BinaryWriter.write(TextReader.read(toString().getBytes(StandardCharsets.UTF_8), ModuleLimits.defaults())
                .definition());
    }

    /** The text of the module. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(module\n").append(declarations);
        for (Body function : functions) {
            text.append("(func ").append(function.header()).append('\n');
            int depth = 1;
            for (Line line : function.lines()) {
                depth -= line.endsBlock() ? 1 : 0;
                text.repeat("  ", depth - (line.text().equals("else") ? 1 : 0))
                        .append(line.text())
                        .append('\n');
                depth += line.beginsBlock() ? 1 : 0;
            }
            text.append(")\n");
        }
        return text.append(")\n").toString();
    }
}
