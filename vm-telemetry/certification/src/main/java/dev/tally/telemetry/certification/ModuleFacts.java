package dev.tally.telemetry.certification;

import dev.tally.runtime.Module;
import dev.tally.telemetry.certification.profile.Profile;

/**
 * What is known of a module without running it.
 *
 * @param sha256 the SHA-256 of its bytes
 * @param importsNotGiven how many of its imports the profile does not grant, or the machine does not give
 * @param overshoot the most fuel that its instructions can charge beyond a tick's grant
 */
record ModuleFacts(String sha256, long importsNotGiven, long overshoot) {
    static ModuleFacts of(Module module, Profile profile) {
        long notGranted = module.imports().stream()
                .filter(wanted -> !profile.grants(wanted.module(), wanted.name()))
                .count();
        return new ModuleFacts(module.digest(), notGranted, module.overshoot());
    }

    /** The same of a module that wants an import in another type than there is. */
    ModuleFacts unlinkable() {
        return new ModuleFacts(sha256, Math.max(1, importsNotGiven), overshoot);
    }
}
