/**
 * Certificates for the public: reproducible statements about a module, computed from public facts only, never
 * from evidence.
 */
module dev.tally.telemetry.certification {
    requires dev.tally.runtime;
    requires static org.jspecify;
}
