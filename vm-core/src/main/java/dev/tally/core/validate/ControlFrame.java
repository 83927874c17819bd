package dev.tally.core.validate;

import dev.tally.core.isa.Opcode;
import dev.tally.core.type.ValueType;
import java.util.List;

/** What is known of a block while its inside is validated. One object serves every block at its level of nesting. */
final class ControlFrame {
    private Opcode opcode = Opcode.BLOCK;
    private List<ValueType> parameters = List.of();
    private List<ValueType> results = List.of();
    private int height;
    private int initializations;
    private boolean unreachable;
    private int checkedBy;

    /**
     * Begins a block.
     *
     * @param opcode what began it; {@link Opcode#BLOCK} for the body itself
     * @param height the operands below its own
     * @param initializations how often a local had been given its first value, see {@link Locals}
     */
    void begin(Opcode opcode, List<ValueType> parameters, List<ValueType> results, int height, int initializations) {
        this.opcode = opcode;
        this.parameters = parameters;
        this.results = results;
        this.height = height;
        this.initializations = initializations;
        this.unreachable = false;
        this.checkedBy = 0;
    }

    /** Goes from the first arm of an {@code if} to the second. */
    void beginElse() {
        opcode = Opcode.ELSE;
        unreachable = false;
    }

    Opcode opcode() {
        return opcode;
    }

    List<ValueType> parameters() {
        return parameters;
    }

    List<ValueType> results() {
        return results;
    }

    /** The types that a branch to its label takes along. */
    List<ValueType> labelTypes() {
        return opcode == Opcode.LOOP ? parameters : results;
    }

    int height() {
        return height;
    }

    int initializations() {
        return initializations;
    }

    boolean isUnreachable() {
        return unreachable;
    }

    void makeUnreachable() {
        unreachable = true;
    }

    /**
     * Whether the br_table with this number asks for the first time, and not again: a label is checked once, however
     * often one table lists it.
     */
    boolean unseenBy(int branchTable) {
        boolean unseen = checkedBy != branchTable;
        checkedBy = branchTable;
        return unseen;
    }
}
