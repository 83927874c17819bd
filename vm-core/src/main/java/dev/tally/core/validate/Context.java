package dev.tally.core.validate;

import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.validate.ValidationErrors.Space;
import java.util.BitSet;

/**
 * What instructions may refer to (specification, section "Validation: Contexts"): looks indices up and refuses those
 * that name nothing.
 *
 * @param types the types of the module, all of which are valid
 * @param declared the functions that occur outside of bodies, to which alone {@code ref.func} may refer inside them
 */
record Context(ModuleDefinition module, ModuleTypes types, IndexSpaces spaces, BitSet declared) {

    FunctionType function(int index, ValidationErrors errors, long offset) {
        if (index >= spaces.functions().size()) {
            throw errors.unknown(Space.FUNCTION, index, offset);
        }
        return spaces.functions().get(index);
    }

    /** The type of a reference to a function, which is known to exist. */
    ReferenceType referenceTo(int function) {
        return new ReferenceType(false, new HeapType(spaces.functionTypes().get(function)));
    }

    TableType table(int index, ValidationErrors errors, long offset) {
        if (index >= spaces.tables().size()) {
            throw errors.unknown(Space.TABLE, index, offset);
        }
        return spaces.tables().get(index);
    }

    MemoryType memory(int index, ValidationErrors errors, long offset) {
        if (index >= spaces.memories().size()) {
            throw errors.unknown(Space.MEMORY, index, offset);
        }
        return spaces.memories().get(index);
    }

    GlobalType global(int index, ValidationErrors errors, long offset) {
        if (index >= spaces.globals().size()) {
            throw errors.unknown(Space.GLOBAL, index, offset);
        }
        return spaces.globals().get(index);
    }

    /** The type of a tag's exceptions. */
    FunctionType tag(int index, ValidationErrors errors, long offset) {
        if (index >= spaces.tags().size()) {
            throw errors.unknown(Space.TAG, index, offset);
        }
        return spaces.tags().get(index);
    }

    /** The type of an element segment's items. */
    ReferenceType element(int index, ValidationErrors errors, long offset) {
        if (index >= module.elements().size()) {
            throw errors.unknown(Space.ELEMENT, index, offset);
        }
        return module.elements().get(index).type();
    }

    void data(int index, ValidationErrors errors, long offset) {
        if (index >= module.datas().size()) {
            throw errors.unknown(Space.DATA, index, offset);
        }
    }
}
