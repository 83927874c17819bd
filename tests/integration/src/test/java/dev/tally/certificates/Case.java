package dev.tally.certificates;

import dev.tally.telemetry.certification.profile.Profile;
import dev.tally.telemetry.certification.profile.ProfileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A guest and what is asked of it. Together the cases end in every way: they return, exit, trap, are refused or stopped;
 * they use memory, strings, tables, deep stacks, host calls, clocks and randomness.
 */
enum Case {
    LIFE("../../vm-telemetry/cli/src/main/resources/dev/tally/cli/guests/life", "run", ""),
    WORDS("../../vm-telemetry/cli/src/main/resources/dev/tally/cli/guests/words", "run", ""),
    HOG("../../vm-telemetry/cli/src/main/resources/dev/tally/cli/guests/hog", "run", ""),
    STRINGS("src/test/resources/guests/strings", "run", "{\"type\":\"i32\",\"value\":\"5\"}"),
    FLOATS(
            "src/test/resources/guests/floats",
            "run",
            "{\"type\":\"i32\",\"value\":\"0\"},{\"type\":\"i32\",\"value\":\"100\"}"),
    DEEP(
            "src/test/resources/guests/deep_recursion",
            "down",
            "{\"type\":\"i32\",\"value\":\"1000\"},{\"type\":\"i64\",\"value\":\"1\"}"),
    DOUBLING("src/test/resources/guests/bad/endless_doubling", "run", ""),
    RECURSION("src/test/resources/guests/bad/infinite_recursion", "run", "{\"type\":\"i32\",\"value\":\"0\"}"),
    GARBAGE("src/test/resources/guests/heap/build_strings", "frame", "{\"type\":\"i32\",\"value\":\"10000\"}"),
    CLOCKS("src/test/resources/wasi/clock_random", "_start", ""),
    ECHO("src/test/resources/wasi/echo", "_start", ""),
    DIVISION("src/test/resources/guests/bad/traps", "integer_divide_by_zero", "");

    private static final String PROFILE = """
        {
          "schema": "urn:tally:certification-profile:1",
          "name": "%s",
          "tick": { "fuel": "20000", "most": "12", "digestEvery": "3" },
          "limits": {
            "fuel": { "perTick": "21000", "inTotal": "no limit", "overshoot": "no limit" },
            "hostCalls": { "perTick": "no limit", "inTotal": "1000" },
            "ticks": "no limit",
            "bytes": "786432",
            "stackSlots": "60000"
          },
          "imports": [
            { "module": "tally" },
            { "module": "wasi_snapshot_preview1" },
            { "module": "wasm:js-string" },
            { "module": "'" }
          ],
          "input": {
            "calls": [ { "entry": "%s", "arguments": [ %s ] } ],
            "seed": "42",
            "wasi": {
              "arguments": [ "guest", "one", "größer 𝄞" ],
              "environment": [ { "name": "LANG", "value": "tr_TR" } ],
              "stdin": "c29tZSBpbnB1dAo="
            }
          },
          "slices": [ %s ]
        }
        """;

    private final String guest;
    private final String entry;
    private final String arguments;

    Case(String guest, String entry, String arguments) {
        this.guest = guest;
        this.entry = entry;
        this.arguments = arguments;
    }

    byte[] module() {
        try {
            return Files.readAllBytes(Path.of(guest + ".wasm"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Profile profile() {
        return profile("\"999\"");
    }

    /** The profile with these slice sizes. */
    Profile profile(String slices) {
        // The parts are put together by hand: a format might ask for the locale.
        String text = PROFILE.replaceFirst("%s", name())
                .replaceFirst("%s", entry)
                .replaceFirst("%s", arguments)
                .replaceFirst("%s", slices);
        return ProfileReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
