package dev.tally.conformance;

/** A command did not go as its script says it should. */
final class Deviation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Deviation(String message) {
        super(message);
    }
}
