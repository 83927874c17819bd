package dev.tally.core.text;

import dev.tally.core.binary.NameSection;
import dev.tally.core.module.CustomSection;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Names;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.collections.api.map.primitive.IntObjectMap;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/**
 * How functions are called in the text: by an identifier where a name is unique and people can read it, otherwise by
 * index. Knows whether the name section comes of the names alone, so that it need not be written.
 */
final class FunctionNames {
    private final ModuleDefinition module;
    private final MutableIntObjectMap<String> ids = IntObjectMaps.mutable.empty();
    private final boolean sectionImplied;

    FunctionNames(ModuleDefinition module) {
        this.module = module;
        Set<String> taken = new HashSet<>();
        IntObjectMap<String> names = module.names().functions();
        for (int index : names.keySet().toSortedArray()) {
            String name = names.get(index);
            if (!name.isEmpty() && name.codePoints().allMatch(TextOutput::isPrintable) && taken.add(name)) {
                ids.put(index, name);
            }
        }
        sectionImplied = sectionImplied(module);
    }

    /** Whether reading the names back from the text gives the name section of the module, or that it has none. */
    private static boolean sectionImplied(ModuleDefinition module) {
        List<CustomSection> sections = module.customSections();
        boolean unique = sections.stream()
                        .filter(section -> section.name().equals(NameSection.NAME))
                        .count()
                == 1;
        return unique
                && !module.names().equals(Names.NONE)
                && sections.getLast().name().equals(NameSection.NAME)
                && sections.getLast().afterSection() == CustomSections.last(module)
                && Arrays.equals(sections.getLast().bytes(), NameSection.write(module.names()));
    }

    /** Whether the section of this name is not to be written. */
    boolean implies(CustomSection section) {
        return sectionImplied && section.name().equals(NameSection.NAME);
    }

    /** Writes the name of the module. */
    void module(TextOutput out) {
        String name = module.names().module();
        if (name != null) {
            declare(out, name, !name.isEmpty() && name.codePoints().allMatch(TextOutput::isPrintable));
        }
    }

    /** Writes the name of a function where it is declared. */
    void declare(TextOutput out, int index) {
        String name = module.names().functions().get(index);
        if (name != null) {
            declare(out, name, ids.containsKey(index));
        }
    }

    private void declare(TextOutput out, String name, boolean asId) {
        if (asId) {
            id(out.text(' '), name);
        } else if (sectionImplied) {
            out.text(" (@name ").name(name).text(")");
        }
    }

    /** Writes a reference to a function. */
    void refer(TextOutput out, int index) {
        String id = ids.get(index);
        if (id == null) {
            out.text(Integer.toUnsignedString(index));
        } else {
            id(out, id);
        }
    }

    private static void id(TextOutput out, String name) {
        out.text('$');
        if (TextOutput.isPlainId(name)) {
            out.text(name);
        } else {
            out.name(name);
        }
    }
}
