package dev.tally.core.binary;

import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import java.util.BitSet;

/**
 * Finds where expressions end: walks over their instructions up to the {@code end} that belongs to none of their
 * blocks, and refuses what is not well-formed on the way. Nesting costs a bit a level and no recursion.
 */
final class ExpressionReader {
    private final ByteCursor cursor;
    private final InstructionReader instructions;

    /** The levels at which {@code else} may follow: first arms of an {@code if}. Level 0 is the expression itself. */
    private final BitSet firstArms = new BitSet();

    ExpressionReader(ByteCursor cursor) {
        this.cursor = cursor;
        this.instructions = new InstructionReader(cursor);
    }

    /** Reads a constant expression, and leaves the cursor behind it. */
    Code constant() {
        // The data count section stands behind all constant expressions but those of data segments; that no constant
        // expression may use a data segment is a rule of validation.
        return expression(true);
    }

    /**
     * Reads the instructions of a function, and leaves the cursor behind them.
     *
     * @param dataCounted whether there is a data count section, without which data segments may not be referred to
     */
    Code body(boolean dataCounted) {
        return expression(dataCounted);
    }

    private Code expression(boolean dataCounted) {
        int begin = cursor.at();
        int level = 0;
        while (level >= 0) {
            Opcode opcode = instructions.next();
            switch (opcode) {
                case BLOCK, LOOP, TRY_TABLE -> firstArms.clear(++level);
                case IF -> firstArms.set(++level);
                case ELSE -> {
                    if (!firstArms.get(level)) {
                        throw cursor.errors().misplacedElse(instructions.moduleOffset());
                    }
                    firstArms.clear(level);
                }
                case END -> level--;
                case MEMORY_INIT, DATA_DROP, ARRAY_NEW_DATA, ARRAY_INIT_DATA -> {
                    if (!dataCounted) {
                        throw cursor.errors().dataCountRequired(instructions.moduleOffset());
                    }
                }
                default -> {}
            }
        }
        return new Code(cursor.copy(begin, cursor.at()), cursor.moduleOffset(begin));
    }
}
