package dev.tally.runtime.code;

import static dev.tally.core.isa.Opcode.BLOCK;
import static dev.tally.core.isa.Opcode.BR_IF;
import static dev.tally.core.isa.Opcode.CALL;
import static dev.tally.core.isa.Opcode.DROP;
import static dev.tally.core.isa.Opcode.ELSE;
import static dev.tally.core.isa.Opcode.END;
import static dev.tally.core.isa.Opcode.I32_CONST;
import static dev.tally.core.isa.Opcode.IF;
import static dev.tally.core.isa.Opcode.LOCAL_GET;
import static dev.tally.core.isa.Opcode.LOCAL_SET;
import static dev.tally.core.isa.Opcode.LOOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.type.FunctionType;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** Safepoint 0 is the entry; locals are 0, 1 and so on. */
final class LivenessTest {
    private static final FunctionType NOTHING = FunctionType.of();

    private static Liveness analyse(int locals, Object... body) {
        return Liveness.of(Bodies.module(NOTHING, locals, body), 0);
    }

    @Test
    void a_local_that_is_read_later_is_live() {
        Liveness liveness = analyse(2, CALL, 0, LOCAL_GET, 1, DROP, END);
        assertThat(liveness.isLive(1, 1)).isTrue();
        assertThat(liveness.isLive(1, 0)).isFalse();
    }

    @Test
    void a_local_that_is_written_before_it_is_read_is_dead() {
        Liveness liveness = analyse(1, CALL, 0, I32_CONST, 1, LOCAL_SET, 0, LOCAL_GET, 0, DROP, END);
        assertThat(liveness.isLive(1, 0)).isFalse();
    }

    @Test
    void a_local_that_the_next_turn_of_a_loop_reads_is_live_in_this_one() {
        Liveness liveness =
                analyse(2, LOOP, Bodies.EMPTY, LOCAL_GET, 0, DROP, CALL, 0, LOCAL_GET, 1, BR_IF, 0, END, END);
        int behindCall = 2;
        assertThat(liveness.isLive(behindCall, 0)).isTrue();
    }

    @Test
    void a_local_that_only_one_arm_reads_is_live_before_both() {
        Liveness liveness =
                analyse(2, CALL, 0, LOCAL_GET, 1, IF, Bodies.EMPTY, LOCAL_GET, 0, DROP, ELSE, CALL, 0, END, END);
        assertThat(liveness.isLive(1, 0)).isTrue();
        assertThat(liveness.isLive(2, 0)).as("in the other arm").isFalse();
    }

    @Test
    void a_local_that_is_written_on_every_path_is_dead_before_them() {
        Liveness liveness = analyse(
                2,
                CALL,
                0,
                LOCAL_GET,
                1,
                IF,
                Bodies.EMPTY,
                I32_CONST,
                1,
                LOCAL_SET,
                0,
                ELSE,
                I32_CONST,
                2,
                LOCAL_SET,
                0,
                END,
                LOCAL_GET,
                0,
                DROP,
                END);
        assertThat(liveness.isLive(1, 0)).isFalse();
    }

    @Test
    void a_path_around_a_write_keeps_a_local_live() {
        Liveness liveness = analyse(
                2,
                CALL,
                0,
                BLOCK,
                Bodies.EMPTY,
                LOCAL_GET,
                1,
                BR_IF,
                0,
                I32_CONST,
                1,
                LOCAL_SET,
                0,
                END,
                LOCAL_GET,
                0,
                DROP,
                END);
        assertThat(liveness.isLive(1, 0)).isTrue();
    }

    @Test
    void an_arm_without_else_leaves_what_was_live_live() {
        Liveness liveness = analyse(
                2, CALL, 0, LOCAL_GET, 1, IF, Bodies.EMPTY, I32_CONST, 1, LOCAL_SET, 0, END, LOCAL_GET, 0, DROP, END);
        assertThat(liveness.isLive(1, 0)).isTrue();
    }

    @Test
    void where_analysis_would_cost_too_much_everything_is_live() {
        FlowGraph graph = new FlowGraph();
        graph.enter(graph.newNode());
        graph.leave();
        int locals = 50_000;
        Liveness liveness = Liveness.of(graph, locals, new BitSet(), (int) (Liveness.MOST_BITS / locals) + 1);
        assertThat(liveness.isLive(0, locals - 1)).isTrue();
    }
}
