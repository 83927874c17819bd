/**
 * Evidence as a file: JSON Lines by a published schema, written tick by tick and read again as rows.
 */
@NullMarked
package dev.tally.telemetry.engineering.dump;

import org.jspecify.annotations.NullMarked;
