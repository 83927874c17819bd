package dev.tally.runtime.code;

import dev.tally.core.isa.Opcode;
import dev.tally.core.module.DataSegment;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.SegmentMode;
import dev.tally.core.module.Table;

/**
 * Writes the function that instantiates a module, in the order of the specification: globals, tables, items of element
 * segments, active element segments, active data segments, start. What it does has opcodes, and it is charged as those.
 */
final class Instantiation {
    private final Lowering lowering;
    private final StorageLowering storage;
    private final CallLowering calls;
    private final AddressLowering addresses;
    private final OperandStack stack;
    private final Emitter emitter;
    private final ModuleDefinition module;
    private final IndexSpaces spaces;

    Instantiation(
            Lowering lowering,
            StorageLowering storage,
            CallLowering calls,
            AddressLowering addresses,
            OperandStack stack,
            Emitter emitter,
            ModuleDefinition module,
            IndexSpaces spaces) {
        this.lowering = lowering;
        this.storage = storage;
        this.calls = calls;
        this.addresses = addresses;
        this.stack = stack;
        this.emitter = emitter;
        this.module = module;
        this.spaces = spaces;
    }

    void lower() {
        lowering.begin(0);
        for (int i = 0; i < module.globals().size(); i++) {
            lowering.lowerExpression(module.globals().get(i).initializer());
            lowering.charge(Opcode.GLOBAL_SET.price());
            emitter.setGlobal(spaces.importedGlobals() + i);
        }
        for (int i = 0; i < module.tables().size(); i++) {
            lowerTable(module.tables().get(i), spaces.importedTables() + i);
        }
        for (int i = 0; i < module.elements().size(); i++) {
            lowerItems(module.elements().get(i), i);
        }
        for (int i = 0; i < module.elements().size(); i++) {
            lowerElements(module.elements().get(i), i);
        }
        for (int i = 0; i < module.datas().size(); i++) {
            lowerData(module.datas().get(i), i);
        }
        if (module.startFunction() != ModuleDefinition.NO_START) {
            lowering.charge(Opcode.CALL.price());
            calls.call(module.startFunction());
        }
        lowering.finish();
    }

    private void lowerTable(Table table, int index) {
        if (table.initializer() != null) {
            stack.pushConstant(0, false);
            lowering.lowerExpression(table.initializer());
            stack.pushConstant(table.type().size().minimum(), false);
            lowering.charge(Opcode.TABLE_FILL.price());
            storage.resumable(ResumableOperation.TABLE_FILL, 3, index, 0);
        }
    }

    private void lowerItems(ElementSegment segment, int index) {
        for (int item = 0; item < segment.items().size(); item++) {
            lowering.lowerExpression(segment.items().get(item));
            lowering.charge(Opcode.TABLE_SET.price());
            storage.indexed(IndexedOperation.ELEMENT_SET, 1, index, item);
        }
    }

    private void lowerElements(ElementSegment segment, int index) {
        switch (segment.mode()) {
            case SegmentMode.Active(int table, var offset) -> {
                lowering.lowerExpression(offset);
                addresses.narrowTableOffset(table);
                stack.pushConstant(0, false);
                stack.pushConstant(segment.items().size(), false);
                lowering.charge(Opcode.TABLE_INIT.price());
                storage.resumable(ResumableOperation.TABLE_INIT, 3, table, index);
                dropElements(index);
            }
            case SegmentMode.Passive() -> {}
            case SegmentMode.Declarative() -> dropElements(index);
        }
    }

    private void dropElements(int index) {
        lowering.charge(Opcode.ELEM_DROP.price());
        storage.indexed(IndexedOperation.ELEMENT_DROP, 0, index, 0);
    }

    private void lowerData(DataSegment segment, int index) {
        if (segment.mode() instanceof SegmentMode.Active(int memory, var offset)) {
            lowering.lowerExpression(offset);
            addresses.narrowMemoryOffset(memory);
            stack.pushConstant(0, false);
            stack.pushConstant(segment.bytes().length, false);
            lowering.charge(Opcode.MEMORY_INIT.price());
            storage.resumable(ResumableOperation.MEMORY_INIT, 3, memory, index);
            lowering.charge(Opcode.DATA_DROP.price());
            storage.indexed(IndexedOperation.DATA_DROP, 0, index, 0);
        }
    }
}
