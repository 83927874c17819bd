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
import dev.tally.core.module.ExternalType.OfTag;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.Global;
import dev.tally.core.module.Import;
import dev.tally.core.module.SegmentMode;
import dev.tally.core.module.SizeRange;
import dev.tally.core.module.Table;
import dev.tally.core.module.Tag;
import dev.tally.core.module.TypeSection;
import dev.tally.core.type.NumberType;
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
    private static final int TABLE_WITH_INITIALIZER = 0x40;
    private static final int SIZE_BOUNDED = 1;
    private static final int SIZE_OF_64_BITS = 4;
    private static final int FUNCTION_ELEMENTS = 0x00;
    private static final int LAST_ELEMENT_SEGMENT_KIND = 7;

    private final ByteCursor cursor;
    private final ExpressionReader expressions;

    DefinitionReader(ByteCursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionReader(cursor);
    }

    /**
     * @param types the type section, which stands before all imports
     */
    Import imported(TypeSection types) {
        String module = cursor.name();
        String name = cursor.name();
        return new Import(module, name, externalType(types));
    }

    private ExternalType externalType(TypeSection types) {
        long place = here();
        int code = cursor.u8();
        ExternalKind kind = ExternalKind.of(code);
        if (kind == null) {
            throw cursor.errors().importKind(code, place);
        }
        return switch (kind) {
            case FUNCTION -> function(types);
            case TABLE -> new OfTable(tableType());
            case MEMORY -> new OfMemory(memoryType());
            case GLOBAL -> new OfGlobal(globalType());
            case TAG -> {
                tagAttribute();
                OfFunction exceptions = function(types);
                yield new OfTag(exceptions.typeNumber(), exceptions.type());
            }
        };
    }

    private OfFunction function(TypeSection types) {
        long place = here();
        int index = cursor.index();
        if (index >= types.size()) {
            throw cursor.errors().unknownType(index, place);
        }
        if (!types.isFunction(index)) {
            throw cursor.errors().nonFunctionType(index, place);
        }
        return new OfFunction(index, types.get(index));
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
        int flags = sizeFlags();
        return new TableType(addressType(flags), element, sizeRange(flags));
    }

    MemoryType memoryType() {
        int flags = sizeFlags();
        return new MemoryType(addressType(flags), sizeRange(flags));
    }

    private int sizeFlags() {
        long place = here();
        int flags = cursor.u8();
        if ((flags & ~(SIZE_BOUNDED | SIZE_OF_64_BITS)) != 0) {
            throw cursor.errors().sizeFlags(flags, place);
        }
        return flags;
    }

    private static NumberType addressType(int flags) {
        return (flags & SIZE_OF_64_BITS) != 0 ? NumberType.I64 : NumberType.I32;
    }

    private SizeRange sizeRange(int flags) {
        long minimum = cursor.u64();
        return (flags & SIZE_BOUNDED) != 0 ? SizeRange.between(minimum, cursor.u64()) : SizeRange.from(minimum);
    }

    Tag tag() {
        tagAttribute();
        return new Tag(cursor.index());
    }

    private void tagAttribute() {
        long place = here();
        if (cursor.u8() != 0) {
            throw cursor.errors().zeroByte(place);
        }
    }

    Global global() {
        GlobalType type = globalType();
        return new Global(type, expressions.constant());
    }

    private GlobalType globalType() {
        ValueType type = TypeReader.valueType(cursor);
        return new GlobalType(type, TypeReader.mutability(cursor));
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
