package dev.tally.core.text;

import dev.tally.core.binary.CodeWriter;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.module.DataSegment;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.SegmentMode;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Parses element and data segments, those that tables and memories declare with themselves as well. */
final class SegmentParser {
    private static final ReferenceType FUNCTION = ValueType.FUNCREF.nonNull();

    private final TokenCursor cursor;
    private final ModuleScope scope;
    private final TypeParser types;
    private final InstructionParser instructions;
    private final SourceMap map;
    private final IndexSpace noLocals = new IndexSpace("local");

    SegmentParser(
            TokenCursor cursor, ModuleScope scope, TypeParser types, InstructionParser instructions, SourceMap map) {
        this.cursor = cursor;
        this.scope = scope;
        this.types = types;
        this.instructions = instructions;
        this.map = map;
    }

    /** Parses a constant expression up to the parenthesis that closes what it stands in. */
    Code constant() {
        return instructions.expression(noLocals);
    }

    /** Parses what stands behind the identifier in {@code (elem $e ...)}. */
    ElementSegment element() {
        SegmentMode mode = new SegmentMode.Passive();
        if (cursor.takes("declare")) {
            mode = new SegmentMode.Declarative();
        } else if (cursor.is(TokenKind.LEFT) && !cursor.isOpen("ref")) {
            mode = new SegmentMode.Active(target("table", scope.tables), offset());
        }
        if (types.isReferenceType()) {
            return new ElementSegment(mode, types.referenceType(), expressions());
        }
        boolean abbreviated = mode instanceof SegmentMode.Active && !cursor.is(TokenKind.KEYWORD);
        if (!abbreviated) {
            cursor.keyword("func");
        }
        return new ElementSegment(mode, FUNCTION, functions());
    }

    /** Parses the elements that a table declares with itself, {@code (elem ...)}, as a segment. */
    ElementSegment elementOf(int table, NumberType address, ReferenceType type) {
        cursor.open("elem");
        SegmentMode mode = new SegmentMode.Active(table, zero(address));
        List<Code> items = cursor.is(TokenKind.LEFT) ? expressions() : functions();
        cursor.close();
        return new ElementSegment(mode, type, items);
    }

    /** Parses what stands behind the identifier in {@code (data $d ...)}. */
    DataSegment data() {
        SegmentMode mode = cursor.is(TokenKind.LEFT)
                ? new SegmentMode.Active(target("memory", scope.memories), offset())
                : new SegmentMode.Passive();
        return new DataSegment(mode, strings());
    }

    /** Parses the bytes that a memory declares with itself, {@code (data ...)}, as a segment. */
    DataSegment dataOf(int memory, NumberType address) {
        cursor.open("data");
        SegmentMode mode = new SegmentMode.Active(memory, zero(address));
        byte[] bytes = strings();
        cursor.close();
        return new DataSegment(mode, bytes);
    }

    private int target(String word, IndexSpace space) {
        if (!cursor.opens(word)) {
            return 0;
        }
        int index = space.index(cursor);
        cursor.close();
        return index;
    }

    private Code offset() {
        return wrapped("offset");
    }

    /** Parses an expression in parentheses with a word before it, or a folded instruction that stands for it. */
    private Code wrapped(String word) {
        if (!cursor.opens(word)) {
            return instructions.foldedExpression(noLocals);
        }
        Code code = constant();
        cursor.close();
        return code;
    }

    private Code zero(NumberType address) {
        CodeWriter code = new CodeWriter();
        code.opcode(address == NumberType.I64 ? Opcode.I64_CONST : Opcode.I32_CONST);
        code.integer(0);
        return finish(code);
    }

    private List<Code> expressions() {
        List<Code> items = new ArrayList<>();
        while (!cursor.is(TokenKind.RIGHT)) {
            items.add(wrapped("item"));
        }
        return items;
    }

    private List<Code> functions() {
        List<Code> items = new ArrayList<>();
        while (!cursor.is(TokenKind.RIGHT)) {
            CodeWriter code = new CodeWriter();
            map.instruction(0, cursor.offset());
            code.opcode(Opcode.REF_FUNC);
            code.index(scope.functions.index(cursor));
            items.add(finish(code));
        }
        return items;
    }

    private Code finish(CodeWriter code) {
        code.opcode(Opcode.END);
        int size = code.size();
        Code finished = code.code(map.next());
        map.skip(size);
        return finished;
    }

    private byte[] strings() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!cursor.is(TokenKind.RIGHT)) {
            bytes.writeBytes(cursor.bytes());
        }
        return bytes.toByteArray();
    }
}
