package dev.tally.telemetry.certification.profile;

import org.jspecify.annotations.Nullable;

/**
 * Something that a module may import.
 *
 * @param module the name of the module to import from
 * @param name the name there, or null for all of that module
 */
public record Grant(String module, @Nullable String name) {
    boolean covers(String wantedModule, String wantedName) {
        return module.equals(wantedModule) && (name == null || name.equals(wantedName));
    }
}
