package dev.tally.telemetry.certification.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what a guest does: what is called with which arguments, and what it can read of the world.
 *
 * @param sha256 the SHA-256 of the canonical form of the profile's field {@code input}
 * @param calls the calls, made one after the other
 * @param seed what the guest's random numbers follow from
 * @param wasi what programs for WASI are given
 */
public record Input(String sha256, List<Call> calls, long seed, Wasi wasi) {
    public Input {
        calls = List.copyOf(calls);
    }

    /**
     * A call of an exported function.
     *
     * @param path where it stands in the profile, as a JSON pointer
     */
    public record Call(String path, String entry, List<Argument> arguments) {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * An argument.
     *
     * @param type the type in the words of the specification: i32, i64, f32, f64, externref
     * @param value the value, boxed
     */
    public record Argument(String type, @Nullable Object value) {}

    /**
     * What programs for WASI are given.
     *
     * @param arguments the program's name and its arguments; empty if the profile says nothing of WASI
     * @param stdin the bytes of standard input; for reading only
     */
    public record Wasi(List<String> arguments, List<Variable> environment, byte[] stdin) {
        /** What a program is given that is given nothing. */
        public static final Wasi NOTHING = new Wasi(List.of("guest"), List.of(), new byte[0]);

        public Wasi {
            arguments = List.copyOf(arguments);
            environment = List.copyOf(environment);
        }
    }

    /** A variable of the environment. */
    public record Variable(String name, String value) {}
}
