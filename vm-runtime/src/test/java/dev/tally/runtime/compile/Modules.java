package dev.tally.runtime.compile;

import dev.tally.core.ModuleLimits;
import dev.tally.core.text.TextReader;
import dev.tally.core.validate.ValidModule;
import dev.tally.core.validate.Validator;
import java.nio.charset.StandardCharsets;

/** Modules to be compiled. */
final class Modules {
    private Modules() {}

    /** The module with these fields, as text. */
    static ValidModule of(String fields) {
        ModuleLimits limits = ModuleLimits.defaults();
        byte[] text = ("(module " + fields + ")").getBytes(StandardCharsets.UTF_8);
        return Validator.validate(TextReader.read(text, limits).definition(), limits);
    }
}
