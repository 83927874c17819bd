/**
 * Certificates for the public: reproducible statements about a module, computed from public facts only, never
 * from evidence. {@link dev.tally.telemetry.certification.Certifier} makes them, {@link
 * dev.tally.telemetry.certification.Verifier} makes them again and compares.
 */
@NullMarked
package dev.tally.telemetry.certification;

import org.jspecify.annotations.NullMarked;
