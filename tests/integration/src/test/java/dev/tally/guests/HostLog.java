package dev.tally.guests;

/** Is told what guests ask their host for. Its arguments are primitives, so that a log may do without allocation. */
public interface HostLog {
    /** The host functions of the guest programs; names and types are those of the README beside the programs. */
    enum Asked {
        MIX,
        SCALE,
        NOTE,
        ASK,
        CALLBACK,
        LOG
    }

    /** A host function was called; arguments that it does not have are 0, floating-point ones are their bits. */
    void called(Asked function, long first, long second);

    /** What was called last got these bytes of the guest's memory. */
    void bytes(byte[] bytes, int length);
}
