/**
 * Certificates for the public: reproducible statements about a module, computed from public facts only, never
 * from evidence.
 */
module dev.tally.telemetry.certification {
    requires transitive dev.tally.core;
    requires transitive dev.tally.runtime;
    requires static transitive org.jspecify;
    requires tools.jackson.core;

    exports dev.tally.telemetry.certification;
    exports dev.tally.telemetry.certification.profile;
    exports dev.tally.telemetry.certification.run;
}
