package dev.tally.core.text;

import dev.tally.core.binary.CodeWriter;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses instructions, plain and folded, and encodes them (specification, section "Text Format: Instructions"). Nesting
 * costs an entry of a list a level and no recursion. A folded instruction is encoded when it is met, kept aside, and
 * placed behind its operands when its parenthesis closes.
 */
final class InstructionParser {
    private final TokenCursor cursor;
    private final ImmediateParser immediates;
    private final SourceMap map;
    private final Labels labels = new Labels();
    private final List<Nest> nests = new ArrayList<>();
    private final CodeWriter code = new CodeWriter();
    private final CodeWriter aside = new CodeWriter();

    /** What instructions can stand in. */
    private enum Form {
        /** {@code block ... end} and {@code loop ... end}. */
        BLOCK,
        /** {@code if ...}, before {@code else} or {@code end}. */
        FIRST_ARM,
        /** {@code else ... end}. */
        SECOND_ARM,
        /** {@code (i32.add ...)}: operands. */
        OPERANDS,
        /** {@code (block ...)} and {@code (loop ...)}. */
        FOLDED_BLOCK,
        /** {@code (if ...)} before {@code (then}: the condition. */
        CONDITION,
        /** {@code (then ...)} and {@code (else ...)}. */
        FOLDED_ARM,
        /** {@code (if ... (then ...)}, where {@code (else} may follow. */
        AFTER_THEN,
        /** {@code (if ... (then ...) (else ...)}, where nothing may follow. */
        AFTER_ELSE
    }

    /** A level of nesting. */
    private static final class Nest {
        private Form form;
        private final String label;
        private final int place;
        private final int asideFrom;

        /**
         * @param label the name of the block, for those whose label is not in scope yet
         * @param place the byte of the text where the instruction stands
         * @param asideFrom where the instruction begins that was kept aside
         */
        Nest(Form form, String label, int place, int asideFrom) {
            this.form = form;
            this.label = label;
            this.place = place;
            this.asideFrom = asideFrom;
        }
    }

    InstructionParser(TokenCursor cursor, ImmediateParser immediates, SourceMap map) {
        this.cursor = cursor;
        this.immediates = immediates;
        this.map = map;
    }

    /** Parses instructions up to a parenthesis that closes what they stand in, which is not taken. */
    Code expression(IndexSpace locals) {
        return parse(locals, false);
    }

    /** Parses one folded instruction that stands for an expression. */
    Code foldedExpression(IndexSpace locals) {
        if (!cursor.is(TokenKind.LEFT)) {
            throw cursor.unexpected();
        }
        return parse(locals, true);
    }

    private Code parse(IndexSpace locals, boolean one) {
        immediates.within(locals, labels);
        do {
            switch (cursor.kind()) {
                case KEYWORD -> plain();
                case LEFT -> fold();
                case RIGHT -> {
                    if (nests.isEmpty()) {
                        return finish();
                    }
                    unfold();
                }
                default -> throw cursor.unexpected();
            }
        } while (!one || !nests.isEmpty());
        return finish();
    }

    private Code finish() {
        emit(Opcode.END, cursor.offset());
        int size = code.size();
        Code finished = code.code(map.next());
        map.skip(size);
        return finished;
    }

    private void emit(Opcode opcode, int place) {
        map.instruction(code.size(), place);
        code.opcode(opcode);
    }

    // Plain instructions.

    private void plain() {
        Nest nest = top();
        if (nest != null && !takesInstructions(nest.form)) {
            throw cursor.unexpected();
        }
        int place = cursor.offset();
        switch (cursor.text()) {
            case "else" -> plainElse(nest, place);
            case "end" -> plainEnd(nest, place);
            default -> {
                Opcode opcode = opcode();
                if (opcode.beginsBlock()) {
                    String label = Labels.name(cursor);
                    beginBlock(opcode, label, place);
                    nest(opcode == Opcode.IF ? Form.FIRST_ARM : Form.BLOCK, label, place);
                } else {
                    map.instruction(code.size(), place);
                    immediates.instruction(opcode, code);
                }
            }
        }
    }

    private void plainElse(@Nullable Nest nest, int place) {
        if (nest == null || nest.form != Form.FIRST_ARM) {
            throw cursor.unexpected();
        }
        cursor.skip();
        labels.repeat(cursor);
        emit(Opcode.ELSE, place);
        nest.form = Form.SECOND_ARM;
    }

    private void plainEnd(@Nullable Nest nest, int place) {
        if (nest == null || nest.form != Form.BLOCK && nest.form != Form.FIRST_ARM && nest.form != Form.SECOND_ARM) {
            throw cursor.unexpected();
        }
        cursor.skip();
        labels.repeat(cursor);
        endBlock(place);
    }

    private void beginBlock(Opcode opcode, String label, int place) {
        emit(opcode, place);
        immediates.block(opcode, code);
        // The clauses of a try_table stand outside its label.
        labels.enter(label);
    }

    private void endBlock(int place) {
        emit(Opcode.END, place);
        labels.leave();
        nests.removeLast();
    }

    /** Takes the mnemonic of an instruction. */
    private Opcode opcode() {
        Opcode opcode = cursor.is(TokenKind.KEYWORD) ? Keywords.opcode(cursor.text()) : null;
        if (opcode == null || opcode == Opcode.ELSE || opcode == Opcode.END) {
            throw cursor.unexpected();
        }
        cursor.skip();
        return opcode;
    }

    // Folded instructions.

    private void fold() {
        Nest nest = top();
        cursor.skip();
        int place = cursor.offset();
        if (nest != null && nest.form == Form.CONDITION && cursor.takes("then")) {
            placeAside(nest);
            labels.enter(nest.label);
            nest.form = Form.AFTER_THEN;
            nest(Form.FOLDED_ARM, "", place);
        } else if (nest != null && nest.form == Form.AFTER_THEN && cursor.takes("else")) {
            emit(Opcode.ELSE, place);
            nest.form = Form.AFTER_ELSE;
            nest(Form.FOLDED_ARM, "", place);
        } else if (nest != null && (nest.form == Form.AFTER_THEN || nest.form == Form.AFTER_ELSE)) {
            throw cursor.unexpected();
        } else {
            foldInstruction(opcode(), place);
        }
    }

    private void foldInstruction(Opcode opcode, int place) {
        if (opcode == Opcode.IF) {
            nest(Form.CONDITION, Labels.name(cursor), place);
            aside.opcode(opcode);
            immediates.block(opcode, aside);
        } else if (opcode.beginsBlock()) {
            String label = Labels.name(cursor);
            beginBlock(opcode, label, place);
            nest(Form.FOLDED_BLOCK, label, place);
        } else {
            nest(Form.OPERANDS, "", place);
            immediates.instruction(opcode, aside);
        }
    }

    private void unfold() {
        Nest nest = nests.getLast();
        int place = cursor.offset();
        switch (nest.form) {
            case OPERANDS -> {
                placeAside(nest);
                nests.removeLast();
            }
            case FOLDED_ARM -> nests.removeLast();
            case FOLDED_BLOCK, AFTER_THEN, AFTER_ELSE -> endBlock(place);
            case BLOCK, FIRST_ARM, SECOND_ARM, CONDITION -> throw cursor.unexpected();
        }
        cursor.skip();
    }

    private void placeAside(Nest nest) {
        map.instruction(code.size(), nest.place);
        code.take(aside, nest.asideFrom);
    }

    // Nesting.

    private void nest(Form form, String label, int place) {
        nests.add(new Nest(form, label, place, aside.size()));
    }

    private @Nullable Nest top() {
        return nests.isEmpty() ? null : nests.getLast();
    }

    private static boolean takesInstructions(Form form) {
        return switch (form) {
            case BLOCK, FIRST_ARM, SECOND_ARM, FOLDED_BLOCK, FOLDED_ARM -> true;
            case OPERANDS, CONDITION, AFTER_THEN, AFTER_ELSE -> false;
        };
    }
}
