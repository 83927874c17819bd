/**
 * Certificates for the public: reproducible statements about a module, computed from public facts only, never
 * from evidence.
 */
@NullMarked
package dev.tally.telemetry.certification;

import org.jspecify.annotations.NullMarked;
