/**
 * The only place of certification that runs guests. What comes out is {@link
 * dev.tally.telemetry.certification.run.PublicFacts} and nothing else: certificates are made of these and of the profile.
 */
@NullMarked
package dev.tally.telemetry.certification.run;

import org.jspecify.annotations.NullMarked;
