package dev.tally.telemetry.certification.profile;

import dev.tally.runtime.wasi.Wasi;
import java.util.List;

/** The modules that a certified guest may import from: those whose answers follow from the profile and the guest alone. */
final class Offer {
    private static final List<String> MODULES = List.of("tally", Wasi.MODULE, "wasm:js-string", "'");

    private Offer() {}

    static boolean knows(String module) {
        return MODULES.contains(module);
    }

    /** The modules, for messages. */
    static String listed() {
        return String.join(", ", MODULES);
    }
}
