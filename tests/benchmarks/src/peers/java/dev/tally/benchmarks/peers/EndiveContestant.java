package dev.tally.benchmarks.peers;

import dev.tally.benchmarks.Contestant;
import java.nio.file.Path;
import java.util.List;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** Endive's interpreter, which is what it runs with when no other machine is asked for. */
public class EndiveContestant implements Contestant {
    private final Instance instance;

    public EndiveContestant(Path file) {
        this(Instance.builder(Parser.parse(file)).build());
    }

    EndiveContestant(Instance instance) {
        this.instance = instance;
    }

    @Override
    public Call prepare(String export, String arguments) {
        ExportFunction function = instance.export(export);
        FunctionType type = instance.exportType(export);
        List<String> literals = Contestant.literals(arguments);
        long[] values = new long[literals.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Contestant.bits(Contestant.number(type.params().get(i).toString(), literals.get(i)));
        }
        boolean narrow = !type.returns().isEmpty()
                && (type.returns().getFirst().equals(ValType.I32)
                        || type.returns().getFirst().equals(ValType.F32));
        return () -> {
            long[] results = function.apply(values);
            if (results == null || results.length == 0) {
                return 0;
            }
            return narrow ? (int) results[0] : results[0];
        };
    }
}
