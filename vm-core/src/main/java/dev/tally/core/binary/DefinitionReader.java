package dev.tally.core.binary;

import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.module.DataSegment;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.ExternalType;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.OfFunction;
import dev.tally.core.module.ExternalType.OfGlobal;
import dev.tally.core.module.ExternalType.OfMemory;
import dev.tally.core.module.ExternalType.OfTable;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.Global;
import dev.tally.core.module.Import;
import dev.tally.core.module.SegmentMode;
import dev.tally.core.module.SizeRange;
import dev.tally.core.module.Table;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the entries of all sections but the code section (specification, section "Binary Format: Modules"), each from
 * its first byte to its last.
 */
final class DefinitionReader {
    private static final int FUNCTION_TYPE = 0x60;
    private static final int TABLE_WITH_INITIALIZER = 0x40;
    private static final int FUNCTION_ELEMENTS = 0x00;
    private static final int LAST_ELEMENT_SEGMENT_KIND = 7;

    private final ByteCursor cursor;
    private final ExpressionReader expressions;

    DefinitionReader(ByteCursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionReader(cursor);
    }

    FunctionType functionType() {
        long place = here();
        int form = cursor.u8();
        if (form != FUNCTION_TYPE) {
            throw cursor.errors().definedType(form, place);
        }
        List<ValueType> parameters = TypeReader.valueTypes(cursor);
        return new FunctionType(parameters, TypeReader.valueTypes(cursor));
    }

    /**
     * @param types the type section, which stands before all imports
     */
    Import imported(List<FunctionType> types) {
        String module = cursor.name();
        String name = cursor.name();
        return new Import(module, name, externalType(types));
    }

    private ExternalType externalType(List<FunctionType> types) {
        long place = here();
        int code = cursor.u8();
        ExternalKind kind = ExternalKind.of(code);
        if (kind == null) {
            throw cursor.errors().importKind(code, place);
        }
        return switch (kind) {
            case FUNCTION -> new OfFunction(type(types));
            case TABLE -> new OfTable(tableType());
            case MEMORY -> new OfMemory(memoryType());
            case GLOBAL -> new OfGlobal(globalType());
        };
    }

    private FunctionType type(List<FunctionType> types) {
        long place = here();
        int index = cursor.index();
        if (index >= types.size()) {
            throw cursor.errors().unknownType(index, place);
        }
        return types.get(index);
    }

    Table table() {
        if (cursor.peek() != TABLE_WITH_INITIALIZER) {
            return new Table(tableType(), null);
        }
        cursor.u8();
        long place = here();
        if (cursor.u8() != 0) {
            throw cursor.errors().zeroByte(place);
        }
        TableType type = tableType();
        return new Table(type, expressions.constant());
    }

    private TableType tableType() {
        ReferenceType element = TypeReader.referenceType(cursor);
        return new TableType(element, sizeRange());
    }

    MemoryType memoryType() {
        return new MemoryType(sizeRange());
    }

    private SizeRange sizeRange() {
        long place = here();
        int flags = cursor.u8();
        return switch (flags) {
            case 0 -> new SizeRange(size(), SizeRange.UNBOUNDED);
            case 1 -> {
                long minimum = size();
                yield new SizeRange(minimum, size());
            }
            default -> throw cursor.errors().sizeFlags(flags, place);
        };
    }

    /** A size; those beyond long read as the greatest long, which no table or memory may have either. */
    private long size() {
        long size = cursor.u64();
        return size < 0 ? Long.MAX_VALUE : size;
    }

    Global global() {
        GlobalType type = globalType();
        return new Global(type, expressions.constant());
    }

    private GlobalType globalType() {
        ValueType type = TypeReader.valueType(cursor);
        long place = here();
        int mutability = cursor.u8();
        return switch (mutability) {
            case 0 -> new GlobalType(type, false);
            case 1 -> new GlobalType(type, true);
            default -> throw cursor.errors().mutability(mutability, place);
        };
    }

    Export export() {
        String name = cursor.name();
        long place = here();
        int code = cursor.u8();
        ExternalKind kind = ExternalKind.of(code);
        if (kind == null) {
            throw cursor.errors().exportKind(code, place);
        }
        return new Export(name, kind, cursor.index());
    }

    /**
     * The kind of an element segment is three bits.
     *
     * <pre>
     *      bit 2            bit 1                        bit 0
     *    +----------------+----------------------------+-------------------+
     *    | 0: functions   | active: the table is named | 0: active         |
     *    | 1: expressions | other: it is declarative   | 1: any other mode |
     *    +----------------+----------------------------+-------------------+
     * </pre>
     *
     * Segments that are active in table 0 do not tell the type of their elements.
     */
    ElementSegment elementSegment() {
        long place = here();
        int kind = cursor.u32();
        if (kind < 0 || kind > LAST_ELEMENT_SEGMENT_KIND) {
            throw cursor.errors().elementSegmentKind(kind, place);
        }
        boolean active = (kind & 1) == 0;
        boolean explicit = (kind & 2) != 0;
        boolean ofExpressions = (kind & 4) != 0;
        SegmentMode mode;
        if (active) {
            int table = explicit ? cursor.index() : 0;
            mode = new SegmentMode.Active(table, expressions.constant());
        } else {
            mode = explicit ? new SegmentMode.Declarative() : new SegmentMode.Passive();
        }
        boolean typed = explicit || !active;
        if (ofExpressions) {
            ReferenceType type = typed ? TypeReader.referenceType(cursor) : ValueType.FUNCREF;
            return new ElementSegment(mode, type, list(expressions::constant));
        }
        if (typed) {
            functionElements();
        }
        return new ElementSegment(mode, TypeReader.FUNCTION_REFERENCE, list(this::functionElement));
    }

    private void functionElements() {
        long place = here();
        int elements = cursor.u8();
        if (elements != FUNCTION_ELEMENTS) {
            throw cursor.errors().elementKind(elements, place);
        }
    }

    /** A function's index, read as the expression that refers to it. */
    private Code functionElement() {
        long place = here();
        int from = cursor.at();
        cursor.index();
        byte[] index = cursor.copy(from, cursor.at());
        byte[] code = new byte[index.length + 2];
        code[0] = (byte) Opcode.REF_FUNC.code();
        System.arraycopy(index, 0, code, 1, index.length);
        code[index.length + 1] = (byte) Opcode.END.code();
        return new Code(code, place);
    }

    private <T> List<T> list(Supplier<T> entry) {
        int count = cursor.length();
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(entry.get());
        }
        return list;
    }

    DataSegment dataSegment() {
        long place = here();
        int kind = cursor.u32();
        SegmentMode mode = switch (kind) {
            case 0 -> new SegmentMode.Active(0, expressions.constant());
            case 1 -> new SegmentMode.Passive();
            case 2 -> {
                int memory = cursor.index();
                yield new SegmentMode.Active(memory, expressions.constant());
            }
            default -> throw cursor.errors().dataSegmentKind(kind, place);
        };
        return new DataSegment(mode, cursor.vector());
    }

    private long here() {
        return cursor.moduleOffset(cursor.at());
    }
}
