package dev.tally.runtime.code;

/** Why a guest can come to rest in a function, or beneath it; of several reasons the first of these. */
public enum RestCause {
    LOOP("loop"),
    BULK_OPERATION("bulk operation"),
    GROWTH("growth"),
    ALLOCATION("allocation"),
    /** It throws, which makes an exception or leads to where one is caught. */
    EXCEPTION("exception"),
    HOST_CALL("host call"),
    /** A call that may lead to functions that the module does not know. */
    FOREIGN_CALL("foreign call"),
    /** It calls functions that can come to rest. */
    CALL("call"),
    /** It is called by what it calls, or calls such functions. */
    RECURSION("recursion"),
    /** All paths end, but one of them takes more fuel than there may be between two checks, what is called included. */
    LONG_PATH("long path");

    private final String words;

    RestCause(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
