package dev.tally.core.binary;

import dev.tally.core.module.Names;

/** The custom section in which tools write names for people (specification, appendix "Custom Sections"). */
public final class NameSection {
    /** The name of the section. */
    public static final String NAME = "name";

    private NameSection() {}

    /**
     * The names in a section's content; none at all when it is damaged.
     *
     * @param functionCount the functions of the module, imported ones included; names of others are dropped
     */
    public static Names read(byte[] content, int functionCount) {
        return NameSectionReader.read(content, functionCount);
    }

    /** The content of a section with these names, in its shortest form. */
    public static byte[] write(Names names) {
        ByteWriter out = new ByteWriter();
        String module = names.module();
        if (module != null) {
            ByteWriter subsection = new ByteWriter();
            subsection.name(module);
            out.u8(NameSectionReader.MODULE);
            out.vector(subsection);
        }
        if (names.functions().notEmpty()) {
            ByteWriter subsection = new ByteWriter();
            subsection.u32(names.functions().size());
            for (int index : names.functions().keySet().toSortedArray()) {
                subsection.u32(index);
                subsection.name(names.functions().get(index));
            }
            out.u8(NameSectionReader.FUNCTIONS);
            out.vector(subsection);
        }
        return out.toByteArray();
    }
}
