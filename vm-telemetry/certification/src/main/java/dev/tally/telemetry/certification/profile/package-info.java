/**
 * Profiles: what is asked of a module, with which input, and how its certificate is to be checked. A profile is a file that
 * is published beside the certificates it is for.
 */
@NullMarked
package dev.tally.telemetry.certification.profile;

import org.jspecify.annotations.NullMarked;
