/**
 * JSON as profiles and certificates use it: objects, arrays, texts and null. There are no numbers, since readers disagree
 * about those beyond 53 bits: figures are decimal texts.
 */
@NullMarked
package dev.tally.telemetry.certification.json;

import org.jspecify.annotations.NullMarked;
