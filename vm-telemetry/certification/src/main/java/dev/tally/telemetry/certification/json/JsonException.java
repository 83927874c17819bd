package dev.tally.telemetry.certification.json;

/** A text is not JSON as it is wanted here; it says where. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final boolean truncated;

    /** A text that ends too soon, or is otherwise wrong at a path. */
    JsonException(String path, boolean truncated, String message) {
        super(message);
        this.path = path;
        this.truncated = truncated;
    }

    /** The path of the value, as a JSON pointer (RFC 6901); empty for the whole. */
    public String path() {
        return path;
    }

    /** Whether the text ends before the value does. */
    public boolean truncated() {
        return truncated;
    }
}
