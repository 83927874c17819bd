package dev.tally.runtime.code;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.module.CompositeType;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalType;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.OfFunction;
import dev.tally.core.module.ExternalType.OfGlobal;
import dev.tally.core.module.ExternalType.OfMemory;
import dev.tally.core.module.ExternalType.OfTable;
import dev.tally.core.module.ExternalType.OfTag;
import dev.tally.core.module.Global;
import dev.tally.core.module.Import;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Table;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidModule;
import java.util.List;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntSets;

/** Which functions a call by a reference, or by a table, can lead to: those that the module refers to, and those of others. */
final class References {
    private final ValidModule module;
    private final ModuleDefinition definition;

    References(ValidModule module) {
        this.module = module;
        this.definition = module.definition();
    }

    /** The functions that constant expressions refer to, by their index. */
    MutableIntSet inConstants() {
        MutableIntSet referred = IntSets.mutable.empty();
        for (ElementSegment segment : definition.elements()) {
            segment.items().forEach(item -> addReferred(item, referred));
        }
        for (Global global : definition.globals()) {
            addReferred(global.initializer(), referred);
        }
        for (Table table : definition.tables()) {
            if (table.initializer() != null) {
                addReferred(table.initializer(), referred);
            }
        }
        return referred;
    }

    private static void addReferred(Code constant, MutableIntSet referred) {
        InstructionReader reader = new InstructionReader(constant, -1);
        while (reader.hasNext()) {
            if (reader.next() == Opcode.REF_FUNC) {
                referred.add(reader.index());
            }
        }
    }

    /** Whether references to functions that the module does not know can get into it. */
    boolean comeFromOutside() {
        for (Import wanted : definition.imports()) {
            if (letsIn(wanted.type(), true)) {
                return true;
            }
        }
        for (Export offered : definition.exports()) {
            if (letsIn(module.spaces().typeOf(offered.kind(), offered.index()), false)) {
                return true;
            }
        }
        return false;
    }

    private boolean letsIn(ExternalType crossing, boolean imported) {
        return switch (crossing) {
            case OfFunction function ->
                anyLeadsToFunctions(
                        imported ? function.type().results() : function.type().parameters());
            case OfTable table -> leadsToFunctions(table.type().element());
            case OfMemory ignored -> false;
            case OfGlobal(GlobalType global) -> (imported || global.mutable()) && leadsToFunctions(global.type());
            case OfTag tag -> anyLeadsToFunctions(tag.type().parameters());
        };
    }

    private boolean anyLeadsToFunctions(List<ValueType> types) {
        return types.stream().anyMatch(this::leadsToFunctions);
    }

    /** Whether a value may be a function, or an object that has one. What an exception has is told by its tag. */
    private boolean leadsToFunctions(ValueType type) {
        if (!(type instanceof ReferenceType(boolean ignored, HeapType heapType))) {
            return false;
        }
        if (heapType.concrete()) {
            return isFunction(heapType.index()) || knowsObjects();
        }
        return heapType.equals(HeapType.FUNC) || !isOfExceptions(heapType) && knowsObjects();
    }

    private static boolean isOfExceptions(HeapType type) {
        return type.equals(HeapType.EXN) || type.equals(HeapType.NOEXN) || type.equals(HeapType.NOFUNC);
    }

    private boolean isFunction(int type) {
        return definition.types().isFunction(type);
    }

    private boolean knowsObjects() {
        return definition.types().entries().stream()
                .anyMatch(type -> !(type.composite() instanceof CompositeType.OfFunctions));
    }
}
