package dev.tally.runtime.wasi;

import dev.tally.runtime.Imports;
import dev.tally.runtime.LeafCall;
import dev.tally.runtime.RestingFunction;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * WASI preview 1 for programs that compute and print: arguments, environment, clocks, randomness, the three standard
 * streams and the exit code. All other functions of preview 1 can be imported and answer {@code ENOSYS}.
 *
 * <pre>{@code
 * Wasi wasi = Wasi.builder("life").arguments("16").stdout(System.out).build();
 * Guest guest = engine.spawn(module, wasi.addTo(Imports.builder()).build(), limits);
 * guest.call("_start");
 * }</pre>
 *
 * <p>A program that ends itself does so with a {@linkplain dev.tally.core.TrapKind#EXIT trap of its own kind}, which
 * carries the exit code.
 *
 * <p>What a guest sees depends on these settings, its input and its own calls alone: clocks advance with its fuel and
 * randomness follows from a seed, unless the host opts out of that. Settings are immutable and serve any number of guests,
 * each of which gets descriptors, clocks and randomness of its own; streams are the host's and shared as the host
 * gives them. They are used on the thread that ticks, never flushed and never closed. A read waits as long as the stream
 * does, and the tick with it.
 */
public final class Wasi {
    /** The module that programs import these functions from. */
    public static final String MODULE = "wasi_snapshot_preview1";

    private static final Instant DEFAULT_START = Instant.parse("2000-01-01T00:00:00Z");
    private static final int BYTES_PER_FUEL = 8;

    private final Texts arguments;
    private final Texts environment;
    private final long seed;
    private final long startNanos;
    private final byte[] input;
    private final @Nullable InputStream stdin;
    private final OutputStream stdout;
    private final OutputStream stderr;
    private final @Nullable LongSupplier hostRealtime;
    private final @Nullable LongSupplier hostMonotonic;
    private final @Nullable LongSupplier hostRandom;

    private Wasi(Builder builder) {
        arguments = new Texts(builder.arguments);
        environment = new Texts(builder.environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList());
        seed = builder.seed;
        startNanos = builder.startNanos;
        input = builder.input;
        stdin = builder.stdin;
        stdout = builder.stdout;
        stderr = builder.stderr;
        hostRealtime = builder.hostRealtime;
        hostMonotonic = builder.hostMonotonic;
        hostRandom = builder.hostRandom;
    }

    /**
     * Settings for a program without arguments, environment and streams.
     *
     * @param program the program's name, which is its first argument
     */
    public static Builder builder(String program) {
        return new Builder(program);
    }

    /** Adds all functions of preview 1, for each guest anew, and answers the same builder. */
    public Imports.Builder addTo(Imports.Builder imports) {
        return imports.perGuest(this::addForOneGuest);
    }

    private void addForOneGuest(Imports.Builder imports) {
        Clocks clocks = new Clocks(startNanos, hostRealtime, hostMonotonic);
        RandomBytes random = new RandomBytes(hostRandom == null ? new SeededWords(seed) : hostRandom);
        Descriptors descriptors =
                new Descriptors(stdin == null ? new ByteArrayInputStream(input) : stdin, stdout, stderr);
        for (Preview1 function : Preview1.values()) {
            switch (function) {
                case ARGS_GET -> resting(imports, function, arguments::get);
                case ARGS_SIZES_GET -> leaf(imports, function, arguments::sizes);
                case ENVIRON_GET -> resting(imports, function, environment::get);
                case ENVIRON_SIZES_GET -> leaf(imports, function, environment::sizes);
                case CLOCK_RES_GET -> leaf(imports, function, clocks::resolution);
                case CLOCK_TIME_GET -> leaf(imports, function, clocks::time);
                case FD_CLOSE -> leaf(imports, function, descriptors::close);
                case FD_FDSTAT_GET -> leaf(imports, function, descriptors::stat);
                case FD_FDSTAT_SET_FLAGS -> leaf(imports, function, descriptors::setFlags);
                case FD_PRESTAT_GET, FD_PRESTAT_DIR_NAME -> leaf(imports, function, descriptors::prestat);
                case FD_READ -> leaf(imports, function, descriptors::read);
                case FD_SEEK -> leaf(imports, function, descriptors::seek);
                case FD_WRITE -> leaf(imports, function, descriptors::write);
                case PROC_EXIT -> resting(imports, function, call -> call.exit(call.intArgument(0)));
                case RANDOM_GET -> resting(imports, function, random::get);
                case SCHED_YIELD -> leaf(imports, function, call -> Errno.SUCCESS);
                default -> leaf(imports, function, call -> Errno.NOSYS);
            }
        }
    }

    private static void leaf(Imports.Builder imports, Preview1 function, ToIntFunction<LeafCall> body) {
        imports.leaf(MODULE, function.field(), function.type(), call -> call.setIntResult(0, body.applyAsInt(call)));
    }

    private static void resting(Imports.Builder imports, Preview1 function, RestingFunction body) {
        imports.resting(MODULE, function.field(), function.type(), body);
    }

    /** What moving so many bytes costs. */
    static long priceOf(long bytes) {
        return (bytes + BYTES_PER_FUEL - 1) / BYTES_PER_FUEL;
    }

    /** Collects settings. */
    public static final class Builder {
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private long seed;
        private long startNanos = nanos(DEFAULT_START);
        private byte[] input = {};
        private @Nullable InputStream stdin;
        private OutputStream stdout = OutputStream.nullOutputStream();
        private OutputStream stderr = OutputStream.nullOutputStream();
        private @Nullable LongSupplier hostRealtime;
        private @Nullable LongSupplier hostMonotonic;
        private @Nullable LongSupplier hostRandom;

        private Builder(String program) {
            arguments.add(withoutNul(program));
        }

        /** Adds arguments behind those that are there. */
        public Builder arguments(String... more) {
            return arguments(List.of(more));
        }

        /** Adds arguments behind those that are there. */
        public Builder arguments(List<String> more) {
            more.forEach(argument -> arguments.add(withoutNul(argument)));
            return this;
        }

        /** Sets a variable of the environment; the guest sees variables in the order in which they were first set. */
        public Builder environment(String name, String value) {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("\"" + name + "\" cannot name a variable of the environment");
            }
            environment.put(withoutNul(name), withoutNul(value));
            return this;
        }

        private static String withoutNul(String text) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("arguments and environment cannot contain the character U+0000");
            }
            return text;
        }

        /** Sets what the guest's randomness follows from; 0 otherwise. */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /**
         * Sets what the realtime clock shows before the guest's first instruction, to the nanosecond; the beginning of the
         * year 2000 otherwise.
         */
        public Builder startTime(Instant start) {
            startNanos = nanos(start);
            return this;
        }

        private static long nanos(Instant time) {
            return Math.addExact(
                    Math.multiplyExact(time.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), time.getNano());
        }

        /** Sets the bytes that each guest reads from its beginning; none otherwise. */
        public Builder stdin(byte[] bytes) {
            input = bytes.clone();
            stdin = null;
            return this;
        }

        /** Sets the stream that guests read, together if they are several. */
        public Builder stdin(InputStream stream) {
            stdin = stream;
            return this;
        }

        /** Sets where standard output goes; nowhere otherwise. */
        public Builder stdout(OutputStream stream) {
            stdout = stream;
            return this;
        }

        /** Sets where standard error goes; nowhere otherwise. */
        public Builder stderr(OutputStream stream) {
            stderr = stream;
            return this;
        }

        /**
         * Gives guests clocks of the host in place of those that advance with their fuel. Runs can then no longer be
         * repeated.
         *
         * @param realtimeNanos answers nanoseconds since 1970
         * @param monotonicNanos answers nanoseconds since some moment and never goes back: {@code System::nanoTime}
         */
        public Builder nondeterministicClocks(LongSupplier realtimeNanos, LongSupplier monotonicNanos) {
            hostRealtime = realtimeNanos;
            hostMonotonic = monotonicNanos;
            return this;
        }

        /**
         * Gives guests randomness of the host in place of that which follows from the seed. Runs can then no longer be
         * repeated.
         *
         * @param words answers 64 random bits each time: {@code new SecureRandom()::nextLong}
         */
        public Builder nondeterministicRandom(LongSupplier words) {
            hostRandom = words;
            return this;
        }

        public Wasi build() {
            return new Wasi(this);
        }
    }
}
