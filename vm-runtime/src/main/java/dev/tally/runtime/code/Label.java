package dev.tally.runtime.code;

import dev.tally.core.isa.CatchClause;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/** An open block of the body: where branches to it lead, what they carry, and what waits for its end. */
final class Label {
    static final int NO_WORD = -1;

    final Kind kind;

    /** The height of the operand stack below the block's parameters. */
    final int height;

    final List<ValueType> parameters;
    final List<ValueType> results;

    /** The references below the block's parameters. */
    final @Nullable ReferenceOperand referencesBelow;

    /** Branch words that lead to the end, still without target and charge. */
    final IntArrayList forwardBranches = new IntArrayList();

    /** The most fuel since the last check on any branch to the end. */
    int path;

    /** Of a loop: the word of its check. */
    int checkWord = NO_WORD;

    /** Of an if without else so far: the branch word taken when the condition does not hold. */
    int elseBranch = NO_WORD;

    /** Of an if: the most fuel since the last check when the condition was read. */
    int elsePath;

    /** The node of the flow that branches to it lead to, if the flow is recorded. */
    int node = NO_WORD;

    /** Of an if: the node where its other arm begins, if the flow is recorded. */
    int elseNode = NO_WORD;

    /** Of a try_table: its clauses as they stand there, and what they become. */
    List<CatchClause> clauses = List.of();

    @Nullable
    Handler handler;

    enum Kind {
        FUNCTION,
        BLOCK,
        LOOP,
        IF,
        ELSE,
        TRY
    }

    Label(
            Kind kind,
            int height,
            List<ValueType> parameters,
            List<ValueType> results,
            @Nullable ReferenceOperand referencesBelow) {
        this.kind = kind;
        this.height = height;
        this.parameters = parameters;
        this.results = results;
        this.referencesBelow = referencesBelow;
    }

    /** How many values a branch to it carries. */
    int arity() {
        return kind == Kind.LOOP ? parameters.size() : results.size();
    }

    /** The references on the stack at the end of the block, its results included. */
    @Nullable
    ReferenceOperand referencesBehind() {
        return with(results);
    }

    /** The references on the stack where a branch to it arrives. */
    @Nullable
    ReferenceOperand referencesAtBranch() {
        return kind == Kind.LOOP ? referencesInside() : referencesBehind();
    }

    /** The references on the stack at the beginning of the block, its parameters included. */
    @Nullable
    ReferenceOperand referencesInside() {
        return with(parameters);
    }

    private @Nullable ReferenceOperand with(List<ValueType> types) {
        ReferenceOperand topmost = referencesBelow;
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) instanceof ReferenceType) {
                topmost = new ReferenceOperand(height + i, topmost);
            }
        }
        return topmost;
    }
}
