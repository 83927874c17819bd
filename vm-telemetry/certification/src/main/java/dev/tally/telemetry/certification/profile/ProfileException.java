package dev.tally.telemetry.certification.profile;

/** A profile is refused; the message begins with the path of the field that is to blame. */
public final class ProfileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * A refusal.
     *
     * @param path the path of the field, as a JSON pointer (RFC 6901); empty for the whole
     * @param reason what is wrong with it
     */
    public ProfileException(String path, String reason) {
        super((path.isEmpty() ? "the profile" : path) + ": " + reason);
        this.path = path;
    }

    /** The path of the field, as a JSON pointer; empty for the whole. */
    public String path() {
        return path;
    }
}
