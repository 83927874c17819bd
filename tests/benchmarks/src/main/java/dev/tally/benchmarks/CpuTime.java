package dev.tally.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Nanoseconds of processor time per operation, all threads of the JVM taken together. Other programs that take turns on
 * the machine lengthen the time of a measurement, and not this.
 */
public final class CpuTime implements InternalProfiler {
    static final String PER_OPERATION = "cpu.time.norm";

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private long begin;

    @Override
    public String getDescription() {
        return "processor time per operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        begin = PROCESS.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long nanos = PROCESS.getProcessCpuTime() - begin;
        long operations = Math.max(1, result.getMetadata().getAllOps());
        return List.of(new ScalarResult(PER_OPERATION, (double) nanos / operations, "ns/op", AggregationPolicy.AVG));
    }
}
