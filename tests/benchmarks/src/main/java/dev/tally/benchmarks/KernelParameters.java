package dev.tally.benchmarks;

import dev.tally.benchmarks.KernelBenchmark.ContestantName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** What the command line says about the kernels to measure: all of them when it names none. */
final class KernelParameters {
    private static final String FILE = "file";
    private static final String EXPORT = "export";
    private static final String ARGUMENT = "argument";

    private KernelParameters() {}

    /** The parameters {@code file}, {@code export} and {@code argument} of each kernel to measure. */
    static List<Map<String, String>> of(CommandLineOptions given) throws IOException {
        Collection<String> files = given.getParameter(FILE).orElse(Kernel.names());
        List<Map<String, String>> kernels = new ArrayList<>();
        for (String file : files) {
            Kernel.of(file).argument(only(given, ARGUMENT, Kernel.EXPECTED));
            kernels.add(Map.of(
                    FILE, file,
                    EXPORT, only(given, EXPORT, "run"),
                    ARGUMENT, only(given, ARGUMENT, Kernel.EXPECTED)));
        }
        return kernels;
    }

    /** Whether the command line names modules. */
    static boolean areGiven(CommandLineOptions given) {
        return given.getParameter(FILE).hasValue();
    }

    private static String only(CommandLineOptions given, String parameter, String otherwise) {
        Collection<String> values = given.getParameter(parameter).orElse(List.of(otherwise));
        if (values.size() != 1) {
            throw new IllegalArgumentException("-p " + parameter + " takes one value here, not " + values);
        }
        return values.iterator().next();
    }

    /** The same with the engine and the fuel per tick. */
    static Map<String, String> with(Map<String, String> kernel, ContestantName engine, String slice) {
        Map<String, String> all = new TreeMap<>(kernel);
        all.put("engine", engine.name());
        all.put("slice", slice);
        return all;
    }

    static Kernel kernel(Map<String, String> parameters) throws IOException {
        return Kernel.of(parameters.getOrDefault(FILE, ""));
    }

    /** The call that the parameters describe. */
    static Contestant.Call prepare(Contestant contestant, Map<String, String> parameters) throws IOException {
        return contestant.prepare(
                parameters.getOrDefault(EXPORT, ""),
                kernel(parameters).argument(parameters.getOrDefault(ARGUMENT, "")));
    }

    static String name(Map<String, String> parameters) throws IOException {
        return kernel(parameters).name();
    }
}
