package dev.tally.benchmarks;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Repeats a call until nobody compiles any more, which a count of repetitions cannot know: where other programs keep the machine
 * busy, the JVM's compiler gets to a method seconds later. HotSpot is asked for its queues; the compiler of GraalWasm is written in
 * Java, so it is idle when no other thread of Java takes processor time.
 */
final class WarmUp {
    /** Processor time of the calling thread between two looks. */
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Looks in a row at which nobody may compile. */
    private static final int QUIET_WINDOWS = 5;

    /** Of a window: what may be compiled, or done by other threads, all the same. */
    private static final double TOLERATED = 0.05;

    /** Then what is measured is not what it could be, which the figures show. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    private WarmUp() {}

    static void run(Contestant.Call call) {
        long end = System.nanoTime() + MOST_NANOS;
        int quiet = 0;
        while (quiet < QUIET_WINDOWS && System.nanoTime() < end) {
            long others = cpuOfOthers();
            long compiling = COMPILER.getTotalCompilationTime();
            long begin = THREADS.getCurrentThreadCpuTime();
            long window;
            do {
                call.run();
                window = THREADS.getCurrentThreadCpuTime() - begin;
            } while (window < WINDOW_NANOS);
            long compiled = TimeUnit.MILLISECONDS.toNanos(COMPILER.getTotalCompilationTime() - compiling);
            boolean isQuiet = compiled + cpuOfOthers() - others < TOLERATED * window && !isHotSpotCompiling();
            quiet = isQuiet ? quiet + 1 : 0;
        }
    }

    /** The processor time that all other threads of Java have taken; that of those which ended in between is missing. */
    private static long cpuOfOthers() {
        long sum = 0;
        for (long thread : THREADS.getAllThreadIds()) {
            if (thread != Thread.currentThread().threadId()) {
                sum += Math.max(0, THREADS.getThreadCpuTime(thread));
            }
        }
        return sum;
    }

    /** Whether a method is compiled now, or waits for it. */
    private static boolean isHotSpotCompiling() {
        try {
            String queues = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "compilerQueue",
                            new Object[0],
                            new String[0]);
            return queues.contains("::");
        } catch (JMException unknown) {
            throw new IllegalStateException("this JVM does not tell what it compiles", unknown);
        }
    }
}
