package dev.tally.telemetry.certification;

import org.jspecify.annotations.Nullable;

/**
 * What came of verifying a certificate.
 *
 * @param message the outcome in words, and what it is about
 * @param certificate what replaying gave; null if nothing was replayed
 */
public record Verification(
        Outcome outcome, String message, @Nullable Certificate certificate) {
    /** What can come of it. */
    public enum Outcome {
        /** Replaying gives the very same bytes. */
        REPRODUCED,
        /** The file ends before the certificate does. */
        TRUNCATED,
        /** The file is no certificate of a kind that this program knows. */
        NOT_A_CERTIFICATE,
        /** The certificate is about another module. */
        OTHER_MODULE,
        /** The certificate is about another profile. */
        OTHER_PROFILE,
        /** The certificate was made by other rules than this program's: prices or digests. */
        OTHER_RULES,
        /** Replaying gives something else: the certificate was changed, or never was true. */
        DIFFERENT
    }
}
