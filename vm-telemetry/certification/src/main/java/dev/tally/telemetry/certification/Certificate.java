package dev.tally.telemetry.certification;

import dev.tally.telemetry.certification.run.PublicFacts.ChainLink;
import java.util.List;

/**
 * A certificate: the bytes that are published, and what they say.
 *
 * @param payload canonical JSON, an in-toto statement; what a signature would be made over, and all of the file. For
 *     reading only
 * @param verdict what is said of all requirements together
 * @param requirements each requirement and what became of it
 * @param chain the digests of the state, in their order; empty if the module was not run
 */
public record Certificate(byte[] payload, Verdict verdict, List<Requirement> requirements, List<ChainLink> chain) {
    /** The type by which DSSE envelopes name payloads of in-toto. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    /** The type of statements that are in-toto's. */
    public static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

    /** The type of what is said; a change that a reader could notice gets a new number. */
    public static final String PREDICATE_TYPE = "urn:tally:certificate:1";

    public Certificate {
        requirements = List.copyOf(requirements);
        chain = List.copyOf(chain);
    }
}
