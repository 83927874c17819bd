package dev.tally.core.module;

/** The kinds of what can be imported and exported, in the order of their codes in the binary format. */
public enum ExternalKind {
    FUNCTION("func"),
    TABLE("table"),
    MEMORY("memory"),
    GLOBAL("global");

    private final String text;

    ExternalKind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
