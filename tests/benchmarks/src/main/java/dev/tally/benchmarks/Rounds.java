package dev.tally.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Measures several cases in turns: each round starts one JVM per case, so that what else the machine does falls on all of
 * them alike, and their ratios can be trusted further than their times. Progress goes to standard error.
 */
final class Rounds {
    private static final int ROUNDS = 3;
    private static final String BYTES_PER_OPERATION = "gc.alloc.rate.norm";
    private static final String ALL = ".*";

    private final CommandLineOptions given;
    private final int usualRounds;
    private final @Nullable Pace usualPace;
    private final Map<Case, Scores> scores = new HashMap<>();

    /**
     * Something to measure.
     *
     * @param method of the benchmark, a pattern
     * @param mode mean times or, in nanoseconds, samples of them
     * @param threads that run it at once
     * @param parameters of the benchmark, by name
     * @param jvmArguments of the JVM that runs it, beside those given for all
     */
    record Case(
            Class<?> benchmark,
            String method,
            Mode mode,
            int threads,
            Map<String, String> parameters,
            List<String> jvmArguments) {
        Case {
            parameters = Map.copyOf(parameters);
            jvmArguments = List.copyOf(jvmArguments);
        }

        Case(Class<?> benchmark, String method, Map<String, String> parameters) {
            this(benchmark, method, Mode.AverageTime, 1, parameters, List.of());
        }

        Case(Class<?> benchmark, Map<String, String> parameters, List<String> jvmArguments) {
            this(benchmark, ALL, Mode.AverageTime, 1, parameters, jvmArguments);
        }

        /** The same, and samples of how long single operations take. */
        Case sampled() {
            return new Case(benchmark, method, Mode.SampleTime, threads, parameters, jvmArguments);
        }

        Case onThreads(int number) {
            return new Case(benchmark, method, mode, number, parameters, jvmArguments);
        }

        Case withJvm(String... arguments) {
            return new Case(benchmark, method, mode, threads, parameters, List.of(arguments));
        }
    }

    /**
     * What was measured.
     *
     * @param time per operation, in the benchmark's unit: the median of all iterations of all rounds
     * @param least the least of them
     * @param bytes allocated on the JVM's heap per operation
     * @param cpu nanoseconds of processor time per operation: the least of all iterations, since whatever else runs on
     *     the same processors and caches only adds to it
     */
    record Figure(double time, double least, double bytes, double cpu) {}

    /** How long to warm up and to measure. */
    record Pace(int warmups, TimeValue warmup, int measurements, TimeValue measurement) {
        private void applyTo(ChainedOptionsBuilder options, CommandLineOptions given) {
            options.warmupIterations(given.getWarmupIterations().orElse(warmups));
            options.warmupTime(given.getWarmupTime().orElse(warmup));
            options.measurementIterations(given.getMeasurementIterations().orElse(measurements));
            options.measurementTime(given.getMeasurementTime().orElse(measurement));
        }
    }

    private record Scores(
            DoubleArrayList times,
            DoubleArrayList bytes,
            DoubleArrayList cpu,
            List<Statistics> distributions,
            DoubleArrayList speedups) {
        Scores() {
            this(
                    new DoubleArrayList(),
                    new DoubleArrayList(),
                    new DoubleArrayList(),
                    new ArrayList<>(),
                    new DoubleArrayList());
        }
    }

    Rounds(CommandLineOptions given) {
        this(given, ROUNDS);
    }

    /**
     * Measures in so many rounds.
     *
     * @param usualRounds if the command line does not say how many
     */
    Rounds(CommandLineOptions given, int usualRounds) {
        this(given, usualRounds, null);
    }

    /**
     * Measures in so many rounds, and so long.
     *
     * @param usualPace what the command line does not say of it, or null for what the benchmark says
     */
    Rounds(CommandLineOptions given, int usualRounds, @Nullable Pace usualPace) {
        this.given = given;
        this.usualRounds = usualRounds;
        this.usualPace = usualPace;
    }

    void measure(Collection<Case> cases) throws RunnerException {
        int rounds = given.getForkCount().orElse(usualRounds);
        for (int round = 0; round < rounds; round++) {
            for (Case each : cases) {
                measureOnce(each);
            }
        }
    }

    /** What a case that was measured took. */
    Figure figure(Case each) {
        Scores found = Objects.requireNonNull(scores.get(each), "a case that was not measured");
        return new Figure(
                found.times().median(),
                found.times().min(),
                found.bytes().median(),
                found.cpu().min());
    }

    /** Of a case that was sampled, the time within which so many percent of the operations ended: the median of all iterations. */
    double percentile(Case each, double percent) {
        DoubleArrayList found = new DoubleArrayList();
        for (Statistics distribution : Objects.requireNonNull(scores.get(each), "a case that was not measured")
                .distributions()) {
            found.add(distribution.getPercentile(percent));
        }
        return found.median();
    }

    /**
     * How much faster a case became while it was measured: the best of a JVM's earlier iterations over the best of its later ones,
     * and of all rounds the median. It is 1 where the JVM had done its compiling before.
     */
    double speedup(Case each) {
        return Objects.requireNonNull(scores.get(each), "a case that was not measured")
                .speedups()
                .median();
    }

    private void measureOnce(Case each) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(given)
                .include("^" + each.benchmark().getName().replace(".", "\\.") + "\\." + each.method() + "$")
                .mode(each.mode())
                .threads(each.threads())
                .forks(1)
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTime.class)
                .jvmArgsPrepend(each.jvmArguments().toArray(String[]::new))
                .shouldFailOnError(true);
        each.parameters().forEach(options::param);
        if (usualPace != null) {
            usualPace.applyTo(options, given);
        }
        var progress = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL);
        Scores found = scores.computeIfAbsent(each, unseen -> new Scores());
        for (RunResult result : new Runner(options.build(), progress).run()) {
            for (var fork : result.getBenchmarkResults()) {
                DoubleArrayList times = new DoubleArrayList();
                for (IterationResult iteration : fork.getIterationResults()) {
                    times.add(iteration.getPrimaryResult().getScore());
                    found.distributions().add(iteration.getPrimaryResult().getStatistics());
                    found.bytes().add(secondary(iteration, BYTES_PER_OPERATION));
                    found.cpu().add(secondary(iteration, CpuTime.PER_OPERATION));
                }
                found.times().addAll(times);
                found.speedups().add(speedup(times));
            }
        }
    }

    private static double speedup(DoubleArrayList times) {
        double[] all = times.toArray();
        int half = all.length / 2;
        return half == 0
                ? 1
                : Arrays.stream(all, 0, half).min().orElseThrow()
                        / Arrays.stream(all, half, all.length).min().orElseThrow();
    }

    private static double secondary(IterationResult iteration, String name) {
        Result<?> result = iteration.getSecondaryResults().get(name);
        return result == null ? Double.NaN : result.getScore();
    }

    /** The mean that ratios have. */
    static double geometricMean(double[] ratios) {
        return Math.exp(Arrays.stream(ratios).map(Math::log).average().orElseThrow());
    }
}
