package dev.tally.core.module;

import java.util.Arrays;

/**
 * A section that has no meaning for the machine.
 *
 * @param afterSection the code of the last known section before it, 0 if it stands first
 * @param bytes its content behind the name; for reading only
 */
public record CustomSection(String name, int afterSection, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof CustomSection section
                && name.equals(section.name)
                && afterSection == section.afterSection
                && Arrays.equals(bytes, section.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return name + ", " + bytes.length + " bytes";
    }
}
