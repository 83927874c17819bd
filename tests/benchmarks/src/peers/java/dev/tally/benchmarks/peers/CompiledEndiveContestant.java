package dev.tally.benchmarks.peers;

import java.nio.file.Path;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;

/** Endive with all functions of the module compiled to methods of the JVM before the first call. */
public final class CompiledEndiveContestant extends EndiveContestant {
    public CompiledEndiveContestant(Path file) {
        super(Instance.builder(Parser.parse(file))
                .withMachineFactory(MachineFactoryCompiler::compile)
                .build());
    }
}
