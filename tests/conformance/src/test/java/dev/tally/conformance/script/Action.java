package dev.tally.conformance.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a script does with an instance; the name of the instance is empty when the last one is meant. */
public sealed interface Action {
    String instance();

    /** What the instance exports. */
    String export();

    /** Calls a function. */
    record Invoke(String instance, String export, List<@Nullable Object> arguments) implements Action {}

    /** Reads a global. */
    record Get(String instance, String export) implements Action {}
}
