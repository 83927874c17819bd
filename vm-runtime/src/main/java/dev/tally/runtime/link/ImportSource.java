package dev.tally.runtime.link;

import org.jspecify.annotations.Nullable;

/** Port: where the linker finds what a module imports, string builtins and constants apart. */
public interface ImportSource {
    /** What was given under these names, or null. */
    @Nullable
    Importable find(String module, String name);

    /** The module name whose immutable globals of type {@code (ref extern)} are string constants. */
    String stringConstantsModule();
}
