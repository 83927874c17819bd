package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.HeapColumn;
import dev.tally.heap.check.HeapWalk;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What hosts can do with the objects of a guest, and for how long. */
final class GuestObjectTest {
    private static final int POINT = 0;
    private static final int NUMBERS = 1;
    private static final int BYTES = 2;
    private static final int WIDE = 3;
    private static final int OBJECTS = 4;

    private static final String OBJECTS_TEXT = """
        (module
          (type $point (struct (field $x (mut i32)) (field $y (mut f64)) (field $next (mut (ref null $point)))))
          (type $numbers (array (mut i64)))
          (type $bytes (array (mut i8)))
          (type $wide (struct (field i8) (field (mut i16)) (field (mut f32)) (field (mut i64)) (field (mut externref))))
          (type $objects (array (mut anyref)))
          (global $kept (export "kept") (mut (ref null $point)) (ref.null $point))
          (global $any (export "any") (mut anyref) (ref.null any))
          (func (export "point") (param i32 f64) (result (ref $point))
            (struct.new $point (local.get 0) (local.get 1) (global.get $kept)))
          (func (export "x") (param (ref null $point)) (result i32) (struct.get $point $x (local.get 0)))
          (func (export "sum") (param (ref $numbers)) (result i64)
            (local $i i32) (local $sum i64)
            (loop $next
              (if (i32.lt_u (local.get $i) (array.len (local.get 0)))
                (then
                  (local.set $sum (i64.add (local.get $sum) (array.get $numbers (local.get 0) (local.get $i))))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br $next))))
            (local.get $sum))
          (func (export "identity") (param anyref) (result anyref) (local.get 0))
          (func (export "churn") (param i32)
            (loop $again
              (drop (array.new_default $bytes (i32.const 1000)))
              (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))
        """;

    private static final ValueType ANYREF = new ReferenceType(true, HeapType.ANY);

    private static Guest guest() {
        Guest guest = Guests.spawnText(OBJECTS_TEXT);
        Guests.instantiate(guest);
        return guest;
    }

    private static GuestObject object(Guest guest, String export, Object... arguments) {
        Guests.run(guest, export, arguments);
        return (GuestObject) Objects.requireNonNull(guest.result(0));
    }

    @Test
    void fields_are_read_and_written() {
        try (Guest guest = guest()) {
            GuestObject point = object(guest, "point", 3, 0.5);
            assertThat(point.isStructure()).isTrue();
            assertThat(point.isArray()).isFalse();
            assertThat(point.size()).isEqualTo(3);
            assertThat(point.getInt(0)).isEqualTo(3);
            assertThat(point.getDouble(1)).isEqualTo(0.5);
            assertThat(point.get(2)).isNull();
            point.set(0, 5);
            point.set(1, 2.5);
            point.set(2, point);
            assertThat(point.get(0)).isEqualTo(5);
            assertThat(point.get(1)).isEqualTo(2.5);
            assertThat(((GuestObject) Objects.requireNonNull(point.get(2))).isSame(point))
                    .isTrue();
        }
    }

    @Test
    void hosts_build_structures_and_arrays() {
        try (Guest guest = guest()) {
            GuestInstance instance = guest.instance();
            GuestObject first = instance.newStructure(POINT, 1, 1.0, null);
            GuestObject second = instance.newStructure(POINT, 2, 2.0, first);
            Guests.run(guest, "x", second);
            assertThat(guest.resultInt(0)).isEqualTo(2);
            GuestObject numbers = instance.newArray(NUMBERS, 4);
            for (int i = 0; i < numbers.size(); i++) {
                numbers.set(i, (long) i * i);
            }
            Guests.run(guest, "sum", numbers);
            assertThat(guest.resultLong(0)).isEqualTo(14);
        }
    }

    @Test
    void packed_fields_keep_their_low_bits() {
        try (Guest guest = guest()) {
            GuestObject wide = guest.instance().newStructure(WIDE, 0x1FF, -1, 1.5f, 1L << 40, "text");
            assertThat(wide.get(0)).isEqualTo(0xFF);
            assertThat(wide.getInt(1)).isEqualTo(0xFFFF);
            assertThat(wide.getFloat(2)).isEqualTo(1.5f);
            assertThat(wide.getLong(3)).isEqualTo(1L << 40);
            assertThat(wide.get(4)).isEqualTo("text");
            GuestObject bytes = guest.instance().newArray(BYTES, 2);
            bytes.set(1, 0x80);
            assertThat(bytes.getInt(1)).isEqualTo(0x80);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> wide.set(0, 1))
                    .withMessageContaining("immutable");
        }
    }

    @Test
    void small_integers_strings_and_objects_of_the_host_pass_as_any() {
        try (Guest guest = guest()) {
            Object own = new Object();
            for (Object value : new Object[] {7, -1, "text", own}) {
                Guests.run(guest, "identity", value);
                assertThat(guest.result(0)).isEqualTo(value);
            }
            assertThatIllegalArgumentException()
                    .as("32 bits are no small integer, and no object of the host either")
                    .isThrownBy(() -> guest.call("identity", Integer.MIN_VALUE));
        }
    }

    @Test
    void what_does_not_fit_is_refused() {
        try (Guest guest = guest()) {
            GuestInstance instance = guest.instance();
            GuestObject numbers = instance.newArray(NUMBERS, 1);
            assertThatIllegalArgumentException().isThrownBy(() -> guest.call("x", numbers));
            assertThatIllegalArgumentException().isThrownBy(() -> instance.newStructure(NUMBERS));
            assertThatIllegalArgumentException().isThrownBy(() -> instance.newStructure(POINT, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> instance.newStructure(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> instance.newArray(POINT, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> instance.newArray(NUMBERS, -1));
            assertThatIllegalArgumentException().isThrownBy(() -> numbers.getInt(0));
            assertThatThrownBy(() -> numbers.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> numbers.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            try (Guest other = guest()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> other.call("sum", numbers))
                        .withMessageContaining("another guest");
            }
        }
    }

    @Test
    void objects_are_held_until_the_next_tick_and_no_longer() {
        try (Guest guest = guest()) {
            GuestObject point = object(guest, "point", 1, 1.0);
            guest.setGlobal("kept", point);
            assertThat(point.getInt(0)).isEqualTo(1);
            guest.call("churn", 1);
            assertThat(point.getInt(0)).as("nothing has run yet").isEqualTo(1);
            guest.tick(Guests.UNLIMITED);
            assertThatIllegalStateException().isThrownBy(() -> point.getInt(0)).withMessageContaining("held until");
            GuestObject again = (GuestObject) Objects.requireNonNull(guest.global("kept"));
            assertThat(again.getInt(0)).isEqualTo(1);
        }
    }

    @Test
    void what_the_host_holds_survives_what_it_makes_meanwhile() {
        try (Guest guest = guest()) {
            guest.store().arena().collector().schedule().collectEvery(1);
            guest.store().arena().collector().schedule().moveAll();
            GuestInstance instance = guest.instance();
            GuestObject all = instance.newArray(OBJECTS, 100);
            for (int i = 0; i < 100; i++) {
                all.set(i, i % 2 == 0 ? "text " + i : instance.newStructure(POINT, i, 0.0, null));
            }
            HeapWalk.verify(guest.store().arena());
            for (int i = 0; i < 100; i++) {
                Object element = Objects.requireNonNull(all.get(i));
                assertThat(element instanceof GuestObject point ? point.getInt(0) : element)
                        .isEqualTo(i % 2 == 0 ? "text " + i : i);
            }
        }
    }

    @Test
    void several_arguments_are_made_before_any_is_passed() {
        FunctionType type =
                FunctionType.of(ANYREF, ValueType.I32, ANYREF, ANYREF).returning(ANYREF);
        Module module = Guests.assemble("""
            (module
              (func (export "middle") (param anyref i32 anyref anyref) (result anyref) (local.get 2)))
            """);
        try (Guest guest = Guests.engine().spawn(module, Imports.none(), Limits.defaults())) {
            guest.store().arena().collector().schedule().collectEvery(1);
            guest.store().arena().collector().schedule().moveAll();
            assertThat(guest.function("middle").type()).isEqualTo(type);
            for (int i = 0; i < 10; i++) {
                Guests.run(guest, "middle", "first " + i, 8, "middle " + i, "last " + i);
                assertThat(guest.result(0)).isEqualTo("middle " + i);
            }
        }
    }

    @Test
    void functions_of_the_host_read_and_make_objects() {
        Module module = Guests.assemble("""
            (module
              (type $point (struct (field (mut i32)) (field (mut anyref))))
              (import "host" "mirror" (func $mirror (param anyref) (result anyref)))
              (func (export "mirrored") (param i32) (result i32)
                (struct.get $point 0
                  (ref.cast (ref $point)
                    (call $mirror (struct.new $point (local.get 0) (ref.null none)))))))
            """);
        GuestObject[] leaked = new GuestObject[1];
        Imports imports = Imports.builder()
                .resting("host", "mirror", FunctionType.of(ANYREF).returning(ANYREF), call -> {
                    GuestObject given = (GuestObject) Objects.requireNonNull(call.objectArgument(0));
                    leaked[0] = given;
                    GuestObject made = call.newStructure(POINT, 0, "text that is dropped");
                    made.set(1, given);
                    made.set(0, -given.getInt(0));
                    call.setObjectResult(0, made);
                    return call.done();
                })
                .build();
        try (Guest guest = Guests.engine().spawn(module, imports, Limits.defaults())) {
            guest.store().arena().collector().schedule().collectEvery(1);
            guest.store().arena().collector().schedule().moveAll();
            Guests.run(guest, "mirrored", 42);
            assertThat(guest.resultInt(0)).isEqualTo(-42);
            assertThatIllegalStateException().isThrownBy(() -> leaked[0].getInt(0));
        }
    }

    @Test
    void objects_that_the_host_has_dropped_are_not_charged_after_a_census() {
        try (Guest guest = Guests.engine()
                .spawn(
                        Guests.assemble(OBJECTS_TEXT),
                        Imports.none(),
                        Limits.defaults().withStackSlots(1_000).withBytes(100_000))) {
            Guests.instantiate(guest);
            for (int i = 0; i < 1_000; i++) {
                guest.instance().newArray(BYTES, 1_000);
                guest.call("churn", 1);
                assertThat(guest.tick(Guests.UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
            }
            assertThat(guest.counters().value(HeapColumn.CENSUSES)).isPositive();
            assertThat(guest.counters().value(HeapColumn.QUOTA_REFUSALS)).isZero();
        }
    }

    @Test
    void census_that_the_host_makes_necessary_is_owed_by_the_guest() {
        try (Guest guest = Guests.engine()
                .spawn(
                        Guests.assemble(OBJECTS_TEXT),
                        Imports.none(),
                        Limits.defaults().withStackSlots(1_000).withBytes(100_000))) {
            Guests.instantiate(guest);
            Guests.run(guest, "churn", 80);
            long before = guest.fuelUsed();
            for (int i = 0; i < 20; i++) {
                guest.instance().newArray(BYTES, 1_000);
            }
            assertThat(guest.fuelOwed()).isPositive().isEqualTo(guest.fuelUsed() - before);
            assertThatIllegalStateException().isThrownBy(() -> {
                for (int i = 0; i < 100; i++) {
                    guest.instance().newArray(BYTES, 1_000);
                }
            });
        }
    }

    @Test
    void objects_tell_what_they_are_as_long_as_they_are_held() {
        try (Guest guest = Guests.spawnText("""
            (module
              (type $point (struct (field i32) (field f64)))
              (type $one (struct (field i32)))
              (type $bytes (array i8))
              (tag $e)
              (func (export "all") (result (ref $point) (ref $one) (ref $bytes) exnref)
                (struct.new_default $point) (struct.new_default $one) (array.new_default $bytes (i32.const 3))
                (block $h (result exnref) (try_table (catch_all_ref $h) (throw $e)) (unreachable))))
            """)) {
            Guests.run(guest, "all");
            Object point = guest.result(0);
            assertThat(point).hasToString("structure of 2 fields");
            assertThat(guest.result(1)).hasToString("structure of 1 field");
            assertThat(guest.result(2)).hasToString("array of 3 elements");
            assertThat(guest.result(3)).hasToString("exception");
            Guests.run(guest, "all");
            assertThat(point).hasToString("object that is no longer held");
        }
    }

    @Test
    void objects_of_a_closed_guest_are_gone() {
        Guest guest = guest();
        GuestObject point = object(guest, "point", 1, 1.0);
        guest.close();
        assertThatIllegalStateException().isThrownBy(() -> point.getInt(0)).withMessageContaining("closed");
    }
}
