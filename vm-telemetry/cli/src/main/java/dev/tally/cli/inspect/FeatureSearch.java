package dev.tally.cli.inspect;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.CompositeType.OfFunctions;
import dev.tally.core.module.ExternalType;
import dev.tally.core.module.Function;
import dev.tally.core.module.Import;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.SubType;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Looks through a valid module for what it uses. It reads every instruction once and keeps nothing of them. */
final class FeatureSearch {
    private static final String STRING_BUILTINS = "wasm:js-string";
    private static final String STRING_CONSTANTS = "'";
    private static final String WASI = "wasi_snapshot_preview1";
    private static final String TALLY = "tally";

    private final ModuleDefinition module;
    private final IndexSpaces spaces;
    private final Set<Feature> found = EnumSet.noneOf(Feature.class);

    private FeatureSearch(ModuleDefinition module, IndexSpaces spaces) {
        this.module = module;
        this.spaces = spaces;
    }

    /** The features of a module, in the order of their table. */
    static List<Feature> of(ModuleDefinition module, IndexSpaces spaces) {
        return new FeatureSearch(module, spaces).search();
    }

    private List<Feature> search() {
        module.types().entries().forEach(this::entry);
        module.imports().forEach(this::imported);
        module.exports().stream()
                .map(export -> spaces.typeOf(export.kind(), export.index()))
                .forEach(this::crossing);
        spaces.globals().forEach(global -> type(global.type()));
        spaces.tables().stream()
                .filter(table -> !table.element().equals(ValueType.FUNCREF))
                .forEach(table -> type(table.element()));
        if (spaces.tables().size() > 1) {
            found.add(Feature.MULTIPLE_TABLES);
        }
        if (spaces.memories().size() > 1) {
            found.add(Feature.MULTIPLE_MEMORIES);
        }
        if (spaces.memories().stream().anyMatch(memory -> memory.address() == NumberType.I64)
                || spaces.tables().stream().anyMatch(table -> table.address() == NumberType.I64)) {
            found.add(Feature.WIDE_ADDRESSES);
        }
        if (!spaces.tags().isEmpty()) {
            found.add(Feature.EXCEPTIONS);
        }
        if (module.dataCount() != ModuleDefinition.NO_DATA_COUNT) {
            found.add(Feature.BULK_MEMORY);
        }
        for (int i = 0; i < module.functions().size(); i++) {
            function(module.functions().get(i), spaces.importedFunctions() + i);
        }
        return List.copyOf(found);
    }

    private void imported(Import wanted) {
        switch (wanted.module()) {
            case STRING_BUILTINS -> found.add(Feature.STRING_BUILTINS);
            case STRING_CONSTANTS -> found.add(Feature.STRING_CONSTANTS);
            case WASI -> found.add(Feature.WASI);
            case TALLY -> found.add(Feature.YIELDS);
            default -> {}
        }
        crossing(wanted.type());
    }

    /** Something that is imported or exported. */
    private void crossing(ExternalType type) {
        if (type instanceof ExternalType.OfGlobal(ExternalType.GlobalType global) && global.mutable()) {
            found.add(Feature.MUTABLE_GLOBALS);
        }
    }

    private void entry(SubType entry) {
        if (entry.composite()
                instanceof OfFunctions(FunctionType(List<ValueType> parameters, List<ValueType> results))) {
            if (results.size() > 1) {
                found.add(Feature.MULTI_VALUE);
            }
            parameters.forEach(this::type);
            results.forEach(this::type);
        } else {
            found.add(Feature.OBJECTS);
        }
    }

    private void type(ValueType type) {
        if (type instanceof ReferenceType reference) {
            found.add(Feature.REFERENCE_TYPES);
            if (reference.heapType().concrete()) {
                found.add(Feature.TYPED_REFERENCES);
            }
            if (!reference.nullable()) {
                found.add(Feature.NON_NULL_REFERENCES);
            }
        }
    }

    private void function(Function function, int index) {
        function.locals().forEach(run -> type(run.type()));
        InstructionReader reader = new InstructionReader(function.body(), index);
        while (reader.hasNext()) {
            Opcode opcode = reader.next();
            Feature feature = Feature.of(opcode);
            if (feature != null) {
                found.add(feature);
            }
            if (opcode.beginsBlock() && reader.blockTypeIndex() >= 0) {
                block(module.types().get(reader.blockTypeIndex()));
            }
        }
    }

    private void block(FunctionType type) {
        if (!type.parameters().isEmpty()) {
            found.add(Feature.MULTI_VALUE);
        }
    }
}
