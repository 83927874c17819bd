package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.LinkException;
import dev.tally.core.TrapKind;
import dev.tally.heap.check.HeapWalk;
import dev.tally.heap.collect.CollectionSchedule;
import org.junit.jupiter.api.Test;

/** Modules that are linked in a guest while it lives. */
final class AddedModuleTest {
    private static final String COUNTER = """
        (module
          (global $n (export "n") (mut i32) (i32.const 0))
          (memory (export "m") 1)
          (func (export "next") (result i32)
            (global.set $n (i32.add (global.get $n) (i32.const 1)))
            (global.get $n)))
        """;

    private static Guest spawn() {
        return Guests.engine().spawn(Guests.assemble(COUNTER), Imports.none(), Limits.defaults());
    }

    @Test
    void instances_of_one_module_are_apart() {
        try (Guest guest = spawn()) {
            GuestInstance added = guest.add(Guests.assemble(COUNTER));
            assertThat(guest.tick()).isEqualTo(TickOutcome.RETURNED);
            assertThat(next(guest, added)).isEqualTo(1);
            assertThat(next(guest, added)).isEqualTo(2);
            assertThat(added.global("n")).isEqualTo(2);
            assertThat(guest.global("n")).isEqualTo(0);
            added.setGlobal("n", 7);
            assertThat(next(guest, added)).isEqualTo(8);
        }
    }

    @Test
    void registered_instances_can_be_imported_by_modules_that_are_added_later() {
        try (Guest guest = spawn()) {
            GuestInstance first = guest.add(Guests.assemble(COUNTER));
            guest.register("first", first);
            GuestInstance second = guest.add(Guests.assemble("""
                (module
                  (import "first" "next" (func $next (result i32)))
                  (memory (import "first" "m") 1)
                  (func (export "next") (result i32)
                    (i32.store8 (i32.const 5) (i32.const 9))
                    (i32.mul (call $next) (i32.const 10))))
                """));
            assertThat(next(guest, second)).isEqualTo(10);
            assertThat(first.memory("m").getByte(5)).isEqualTo((byte) 9);
        }
    }

    @Test
    void object_in_a_global_that_instances_share_moves_once_in_a_collection() {
        try (Guest guest = spawn()) {
            CollectionSchedule schedule = guest.store().arena().collector().schedule();
            schedule.collectEvery(1);
            schedule.moveAll();
            guest.register("first", guest.add(Guests.assemble("""
                    (module
                      (type $pair (struct (field i32) (field i32)))
                      (global (export "dropped") (mut (ref null $pair)) (struct.new $pair (i32.const 1) (i32.const 2)))
                      (global (export "kept") (ref $pair) (struct.new $pair (i32.const 3) (i32.const 4))))
                    """)));
            GuestInstance second = guest.add(Guests.assemble("""
                    (module
                      (type $pair (struct (field i32) (field i32)))
                      (import "first" "dropped" (global $dropped (mut (ref null $pair))))
                      (import "first" "kept" (global $kept (ref $pair)))
                      (func (export "next") (result i32)
                        (global.set $dropped (struct.new $pair (i32.const 5) (i32.const 6)))
                        (i32.mul
                          (struct.get $pair 1 (global.get $dropped))
                          (struct.get $pair 1 (global.get $kept)))))
                    """));
            for (int i = 0; i < 5; i++) {
                assertThat(next(guest, second)).isEqualTo(24);
                HeapWalk.verify(guest.store().arena());
            }
        }
    }

    @Test
    void calls_prepared_meanwhile_come_after_the_instantiation() {
        try (Guest guest = spawn()) {
            GuestInstance added = guest.add(Guests.assemble(
                    "(module (global $g (mut i32) (i32.const 1)) (func $s (global.set $g (i32.const 5))) (start $s)"
                            + " (func (export \"next\") (result i32) (global.get $g)))"));
            assertThat(guest.instantiating()).isTrue();
            assertThat(next(guest, added)).isEqualTo(5);
        }
    }

    @Test
    void instantiation_that_traps_spoils_the_added_instance_alone() {
        try (Guest guest = spawn()) {
            guest.tick();
            GuestInstance added = guest.add(Guests.assemble(
                    "(module (func $s unreachable) (start $s) (func (export \"next\") (result i32) i32.const 1))"));
            assertThat(guest.tick()).isEqualTo(TickOutcome.TRAPPED);
            assertThat(guest.trap()).extracting(Trap::kind).isEqualTo(TrapKind.UNREACHABLE);
            assertThatThrownBy(() -> added.function("next"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has trapped or was cancelled");
            guest.call("next");
            assertThat(guest.tick()).isEqualTo(TickOutcome.RETURNED);
            assertThat(guest.resultInt(0)).isEqualTo(1);
        }
    }

    @Test
    void module_whose_imports_are_missing_changes_nothing() {
        try (Guest guest = spawn()) {
            assertThatThrownBy(() -> guest.add(Guests.assemble("(module (import \"none\" \"f\" (func)))")))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("unknown import");
            guest.call("next");
            assertThat(guest.tick()).isEqualTo(TickOutcome.RETURNED);
            assertThat(guest.resultInt(0)).isEqualTo(1);
        }
    }

    @Test
    void module_beyond_what_is_left_of_the_quota_is_refused() {
        try (Guest guest = spawn()) {
            assertThatThrownBy(() -> guest.add(Guests.assemble("(module (memory 20000))")))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("quota");
        }
    }

    @Test
    void nothing_is_added_while_a_call_is_in_progress() {
        try (Guest guest = spawn()) {
            guest.call("next");
            assertThatThrownBy(() -> guest.add(Guests.assemble(COUNTER)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a call is in progress");
        }
    }

    @Test
    void instance_of_another_guest_is_not_registered() {
        try (Guest guest = spawn();
                Guest other = spawn()) {
            GuestInstance added = other.add(Guests.assemble(COUNTER));
            assertThatThrownBy(() -> guest.register("other", added))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another guest");
        }
    }

    @Test
    void state_digest_sees_added_instances() {
        try (Guest guest = spawn()) {
            guest.tick();
            String before = guest.stateDigest();
            guest.add(Guests.assemble(COUNTER));
            guest.tick();
            assertThat(guest.stateDigest()).isNotEqualTo(before);
        }
    }

    private static int next(Guest guest, GuestInstance instance) {
        guest.call(instance.function("next"));
        assertThat(guest.tick()).isEqualTo(TickOutcome.RETURNED);
        return guest.resultInt(0);
    }
}
