package dev.tally.benchmarks.peers;

import dev.tally.benchmarks.Contestant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/** GraalWasm, which must find its compiler: without it, an interpreter would be measured that nobody means. */
public final class GraalContestant implements Contestant {
    private final Value exports;

    public GraalContestant(Path file) throws IOException {
        Context context = Context.create("wasm");
        String name = context.getEngine().getImplementationName();
        if (!name.startsWith("GraalVM")) {
            throw new IllegalStateException("GraalWasm runs by \"" + name + "\", which does not compile");
        }
        Source source = Source.newBuilder("wasm", file.toFile()).build();
        exports = context.eval(source).newInstance().getMember("exports");
    }

    /** A call of whole numbers of 32 bits, which is what all programs take. */
    @Override
    public Call prepare(String export, String arguments) {
        Value function = exports.getMember(export);
        List<String> literals = Contestant.literals(arguments);
        Object[] values = new Object[literals.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Contestant.number("i32", literals.get(i));
        }
        return () -> {
            Value result = function.execute(values);
            return result.fitsInLong() ? result.asLong() : 0;
        };
    }
}
