package dev.tally.core;

/**
 * What a module may at most declare, so that loading it costs a bounded amount of memory and time. A module beyond a
 * limit is refused as a whole, with the limit's name in the message; nothing is ever cut short silently.
 *
 * @param types most entries of the type section
 * @param functions most functions, imported ones included
 * @param imports most imports
 * @param exports most exports
 * @param globals most globals, imported ones included
 * @param tables most tables, imported ones included
 * @param memories most memories, imported ones included
 * @param segments most data segments, and most element segments
 * @param parameters most parameters, and most results, of one function type
 * @param locals most locals of one function, parameters included
 * @param frameSlots most slots of one frame: locals, header and operands at their highest
 * @param operandsPerByte most operands that calls, branches and blocks may pass on, for each byte of all bodies on
 *     average: an instruction of two bytes can pass on thousands, and validating must not take longer than reading
 * @param bodyBytes longest body of one function, in bytes
 * @param moduleBytes longest module, in bytes
 */
public record ModuleLimits(
        int types,
        int functions,
        int imports,
        int exports,
        int globals,
        int tables,
        int memories,
        int segments,
        int parameters,
        int locals,
        int frameSlots,
        int operandsPerByte,
        int bodyBytes,
        int moduleBytes) {

    /** Slots that a frame needs beside its locals and operands: the two words of its header. */
    public static final int FRAME_HEADER_SLOTS = 2;

    /** Most fields of one structure type. */
    public static final int FIELDS = 10_000;

    /** Most tags, imported ones included. */
    public static final int TAGS = 1_000_000;

    /** Most supertypes of a type, one above the other. */
    public static final int SUPERTYPE_DEPTH = 63;

    /** Operands that small modules may pass on beyond {@code operandsPerByte}. */
    public static final int FREE_OPERANDS = 1 << 20;

    public ModuleLimits {
        if (frameSlots > 65_535) {
            throw new IllegalArgumentException(
                    "frameSlots " + frameSlots + " exceeds 65535, the reach of a slot number");
        }
        if (locals > frameSlots - FRAME_HEADER_SLOTS) {
            throw new IllegalArgumentException("locals " + locals + " do not fit into frameSlots " + frameSlots);
        }
        if (parameters > locals) {
            throw new IllegalArgumentException("parameters " + parameters + " exceed locals " + locals);
        }
    }

    /** The limits of the common engines of browsers, and what our own frames can hold. */
    public static ModuleLimits defaults() {
        return new ModuleLimits(
                1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 100_000, 100, 100_000, 1_000, 50_000, 65_535, 64,
                7_654_321, 1 << 30);
    }
}
