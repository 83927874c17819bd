package dev.tally.benchmarks;

import dev.tally.twins.Bulk;
import dev.tally.twins.Calculator;
import dev.tally.twins.Counts;
import dev.tally.twins.Exceptions;
import dev.tally.twins.Fragments;
import dev.tally.twins.Generations;
import dev.tally.twins.Lists;
import dev.tally.twins.Shapes;
import dev.tally.twins.Text;
import dev.tally.twins.Trees;
import dev.tally.twins.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;

/** What a guest does, done by Java with objects of the JVM: the twin of the module's name. */
final class JavaContestant implements Contestant {
    private static final Map<String, IntBinaryOperator> TWINS = Map.ofEntries(
            Map.entry("arrays.wasm", Bulk::run),
            Map.entry("calculator.wasm", Calculator::run),
            Map.entry("exceptions.wasm", Exceptions::run),
            Map.entry("fragments.wasm", Fragments::run),
            Map.entry("generations.wasm", Generations::run),
            Map.entry("hash_map.wasm", Counts::run),
            Map.entry("lists.wasm", Lists::run),
            Map.entry("shapes.wasm", Shapes::run),
            Map.entry("text.wasm", Text::run),
            Map.entry("trees.wasm", Trees::run),
            Map.entry("words.wasm", Words::run));

    private final IntBinaryOperator twin;

    JavaContestant(Path module) {
        IntBinaryOperator known = TWINS.get(String.valueOf(module.getFileName()));
        if (known == null) {
            throw new IllegalArgumentException("nobody wrote " + module + " in Java");
        }
        twin = known;
    }

    @Override
    public Call prepare(String export, String arguments) {
        List<String> literals = Contestant.literals(arguments);
        int size = Integer.parseInt(literals.get(0));
        int rounds = Integer.parseInt(literals.get(1));
        return () -> twin.applyAsInt(size, rounds);
    }
}
