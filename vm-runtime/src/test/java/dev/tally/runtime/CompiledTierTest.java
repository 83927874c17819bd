package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.ModuleLimits;
import dev.tally.core.TrapKind;
import dev.tally.runtime.Engine.Tier;
import dev.tally.runtime.link.Compilation;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to compiled code; that it does the same as the interpreter is shown by all tests that run guests in both. */
final class CompiledTierTest {
    private static final int STACK_BYTES = 512 << 10;

    private static final String LOOPS = """
        (module
          (func $mix (param i32 i32) (result i32)
            (i32.xor (i32.mul (local.get 0) (i32.const 31)) (local.get 1)))
          (func (export "run") (param i32) (result i32)
            (local $sum i32)
            (loop $again
              (local.set $sum (call $mix (local.get $sum) (local.get 0)))
              (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
              (br_if $again (local.get 0)))
            (local.get $sum)))\
        """;

    private static Guest compiled(String text) {
        Guest guest = Guests.spawnText(text);
        guest.runIn(Tier.COMPILED, 0);
        return guest;
    }

    // Fuel.

    @Test
    void a_tick_may_use_more_fuel_than_32_bits_count() {
        int rounds = 400_000_000;
        long first = fuelOfLoops(1);
        long each = fuelOfLoops(2) - first;
        try (Guest guest = compiled(LOOPS)) {
            guest.call("run", rounds);
            assertThat(guest.tick(Long.MAX_VALUE / 2)).isEqualTo(TickOutcome.RETURNED);
            assertThat(guest.fuelUsed()).isEqualTo(first + (rounds - 1) * each).isGreaterThan(1L << 32);
        }
    }

    private static long fuelOfLoops(int rounds) {
        try (Guest guest = Guests.spawnText(LOOPS)) {
            Guests.run(guest, "run", rounds);
            return guest.fuelUsed();
        }
    }

    // Compilation.

    @Test
    void what_is_used_much_is_compiled_between_ticks_and_nothing_within() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        Engine engine = Engine.create(ModuleLimits.defaults(), tasks::add);
        Module module = engine.load(Guests.binary(LOOPS));
        try (Guest guest = engine.spawn(module, Imports.none(), Limits.defaults())) {
            Compilation compilation = Objects.requireNonNull(module.program().compilation());
            guest.call("run", 1_000_000);
            for (int ticks = 0; tasks.isEmpty(); ticks++) {
                assertThat(ticks).isLessThan(100);
                guest.tick(10_000);
                assertThat(compilation.version()).isZero();
            }
            tasks.remove().run();
            assertThat(compilation.version()).isPositive();
            assertThat(compilation.isCompiled(1)).isTrue();
            Guests.finish(guest, 10_000);
            assertThat(guest.resultInt(0)).isEqualTo(interpretedRun(1_000_000));
        }
    }

    private static int interpretedRun(int rounds) {
        Guest guest = Guests.spawnText(LOOPS);
        Guests.run(guest, "run", rounds);
        return guest.resultInt(0);
    }

    @Test
    void what_is_hardly_used_is_not_compiled() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        Engine engine = Engine.create(ModuleLimits.defaults(), tasks::add);
        try (Guest guest = engine.spawn(engine.load(Guests.binary(LOOPS)), Imports.none(), Limits.defaults())) {
            Guests.run(guest, "run", 1_000);
        }
        assertThat(tasks).isEmpty();
    }

    @Test
    void guests_of_a_module_share_what_is_compiled() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        Engine engine = Engine.create(ModuleLimits.defaults(), tasks::add);
        Module module = engine.load(Guests.binary(LOOPS));
        Guest first = engine.spawn(module, Imports.none(), Limits.defaults());
        Guests.runInSlices(first, 10_000, "run", 300_000);
        tasks.forEach(Runnable::run);
        int version = Objects.requireNonNull(module.program().compilation()).version();
        Guest second = engine.spawn(module, Imports.none(), Limits.defaults());
        Guests.runInSlices(second, 10_000, "run", 300_000);
        assertThat(Objects.requireNonNull(module.program().compilation()).version())
                .isEqualTo(version);
        assertThat(second.resultInt(0)).isEqualTo(first.resultInt(0));
        assertThat(second.fuelUsed()).isEqualTo(first.fuelUsed());
    }

    @Test
    void nothing_is_compiled_beyond_the_limits_of_the_engine() {
        for (Engine.CompileLimits limits : new Engine.CompileLimits[] {
            new Engine.CompileLimits(100, Long.MAX_VALUE, 8_000), new Engine.CompileLimits(Long.MAX_VALUE, 100, 8_000)
        }) {
            Queue<Runnable> tasks = new ArrayDeque<>();
            Engine engine = Engine.create(ModuleLimits.defaults(), tasks::add, limits);
            Module module = engine.load(Guests.binary(LOOPS));
            Guest guest = engine.spawn(module, Imports.none(), Limits.defaults());
            Guests.runInSlices(guest, 10_000, "run", 300_000);
            assertThat(tasks).isNotEmpty();
            tasks.forEach(Runnable::run);
            assertThat(Objects.requireNonNull(module.program().compilation()).version())
                    .isZero();
            Guests.runInSlices(guest, 10_000, "run", 300_000);
            assertThat(guest.resultInt(0)).isEqualTo(interpretedRun(300_000));
        }
    }

    // Calls through tables.

    /** With the number of callees that a call meets as its argument. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6})
    void a_call_may_meet_more_callees_than_it_tells_apart(int callees) {
        String text = """
            (module
              (type $t (func (param i32) (result i32)))
              (table funcref (elem $a $b $c $d $e $f))
              (func $a (type $t) (i32.add (local.get 0) (i32.const 1)))
              (func $b (type $t) (i32.mul (local.get 0) (i32.const 3)))
              (func $c (type $t) (i32.xor (local.get 0) (i32.const 5)))
              (func $d (type $t) (i32.sub (i32.const 7) (local.get 0)))
              (func $e (type $t) (i32.rotl (local.get 0) (i32.const 9)))
              (func $f (type $t) (i32.const 11))
              (func (export "run") (param $callees i32) (param $rounds i32) (result i32)
                (local $sum i32)
                (loop $again
                  (local.set $sum
                    (call_indirect (type $t)
                      (i32.add (local.get $sum) (local.get $rounds))
                      (i32.rem_u (local.get $rounds) (local.get $callees))))
                  (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
                (local.get $sum)))\
            """;
        Guest interpreted = Guests.spawnText(text);
        Guest compiled = compiled(text);
        // From few to all, so that a site learns on its way.
        for (int some = 1; some <= callees; some++) {
            Guests.run(interpreted, "run", some, 5_000);
            Guests.runInSlices(compiled, 97, "run", some, 5_000);
            assertThat(compiled.resultInt(0)).isEqualTo(interpreted.resultInt(0));
            assertThat(compiled.fuelUsed()).isEqualTo(interpreted.fuelUsed());
        }
    }

    // Types of objects.

    /** Each of the four objects against a type with subtypes, one of these, a final one and i31; the tests lie in one expression. */
    @ParameterizedTest
    @EnumSource(Tier.class)
    void tests_of_types_may_be_parts_of_expressions(Tier tier) {
        Guest guest = Guests.spawnText("""
            (module
              (type $open (sub (struct)))
              (type $below (sub $open (struct (field i32))))
              (type $final (struct (field i64)))
              (func $object (param i32) (result anyref)
                (block (block (block (br_table 0 1 2 (local.get 0)))
                  (return (struct.new $open)))
                  (return (struct.new $below (i32.const 1))))
                (if (result anyref) (i32.eq (local.get 0) (i32.const 2))
                  (then (struct.new $final (i64.const 2)))
                  (else (ref.i31 (i32.const 3)))))
              (func (export "both") (param i32 i32) (result i32)
                (local $x anyref) (local $y anyref)
                (local.set $x (call $object (local.get 0)))
                (local.set $y (call $object (local.get 1)))
                (i32.or
                  (i32.or
                    (i32.and (ref.test (ref $open) (local.get $x)) (ref.test (ref $open) (local.get $y)))
                    (i32.shl
                      (i32.and (ref.test (ref $below) (local.get $x)) (ref.test (ref $below) (local.get $y)))
                      (i32.const 1)))
                  (i32.or
                    (i32.shl
                      (i32.xor (ref.test (ref $final) (local.get $x)) (ref.test (ref $final) (local.get $y)))
                      (i32.const 2))
                    (i32.shl
                      (i32.add (ref.test (ref i31) (local.get $x)) (ref.test (ref i31) (local.get $y)))
                      (i32.const 3))))))\
            """);
        guest.runIn(tier, 1);
        for (int x = 0; x < 4; x++) {
            for (int y = 0; y < 4; y++) {
                Guests.run(guest, "both", x, y);
                int open = x < 2 && y < 2 ? 1 : 0;
                int below = x == 1 && y == 1 ? 2 : 0;
                int isFinal = x == 2 ^ y == 2 ? 4 : 0;
                int small = ((x == 3 ? 1 : 0) + (y == 3 ? 1 : 0)) * 8;
                assertThat(guest.resultInt(0)).as("%d, %d", x, y).isEqualTo(open + below + isFinal + small);
            }
        }
    }

    // The stack of Java.

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 300_000})
    void depth_of_the_guest_has_nothing_to_do_with_the_stack_of_java(int levels) throws InterruptedException {
        Guest guest = compiled("""
            (module
              (func $down (export "down") (param i32) (result i32)
                (if (result i32) (local.get 0)
                  (then (i32.add (call $down (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))
                  (else (i32.const 0)))))\
            """);
        try (Guest deep = Guests.engine()
                .spawn(guest.module(), Imports.none(), Limits.defaults().withStackSlots(1 << 22))) {
            deep.runIn(Tier.COMPILED, 0);
            TickOutcome[] outcome = new TickOutcome[1];
            Thread small = new Thread(null, () -> outcome[0] = Guests.run(deep, "down", levels), "small", STACK_BYTES);
            small.start();
            small.join();
            assertThat(outcome[0]).isEqualTo(TickOutcome.RETURNED);
            assertThat(deep.resultInt(0)).isEqualTo(levels);
        }
    }

    // Traps.

    private static final String TRAPS = """
        (module (memory 1)
          (table 2 funcref) (elem (i32.const 0) $divide)
          (type $t (func (param i32 i32) (result i32)))
          (func $divide (export "divide") (param i32 i32) (result i32)
            (i32.div_s (local.get 0) (local.get 1)))
          (func (export "load") (param i32 i32) (result i32)
            (i32.add (i32.load offset=8 (local.get 0)) (i32.load16_u (local.get 1))))
          (func (export "store") (param i32 i32) (result i32)
            (i32.store (local.get 0) (local.get 1)) (i32.const 0))
          (func (export "indirect") (param i32 i32) (result i32)
            (call_indirect (type $t) (i32.const 1) (local.get 1) (local.get 0)))
          (func (export "truncate") (param i32 i32) (result i32)
            (i32.trunc_f64_s (f64.div (f64.convert_i32_s (local.get 0)) (f64.convert_i32_s (local.get 1)))))
          (func (export "unreachable") (param i32 i32) (result i32) unreachable))\
        """;

    @ParameterizedTest
    @EnumSource(value = Tier.class, names = "INTERPRETED", mode = EnumSource.Mode.EXCLUDE)
    void traps_are_told_as_the_interpreter_tells_them_also_the_10_000th_time(Tier tier) {
        Guest interpreted = Guests.spawnText(TRAPS);
        Guest compiled = Guests.spawnText(TRAPS);
        compiled.runIn(tier, 1);
        Object[][] calls = {
            {"divide", 1, 0},
            {"divide", Integer.MIN_VALUE, -1},
            {"load", 65_529, 0},
            {"load", 0, 65_535},
            {"load", -1, 0},
            {"store", 65_533, 7},
            {"indirect", 0, 0},
            {"indirect", 1, 0},
            {"indirect", 2, 0},
            {"truncate", 1, 0},
            {"truncate", 0, 0},
            {"unreachable", 0, 0}
        };
        for (Object[] call : calls) {
            String export = (String) call[0];
            Trap expected = Guests.runTrap(interpreted, export, call[1], call[2]);
            for (int times = 0; times < 10_000 / calls.length; times++) {
                assertThat(Guests.runTrap(compiled, export, call[1], call[2]))
                        .as("%s %s %s", export, call[1], call[2])
                        .isEqualTo(expected);
            }
            assertThat(compiled.fuelUsed()).isPositive();
        }
    }

    @Test
    void uncaught_exceptions_and_exhausted_stacks_are_told_the_same() {
        String text = """
            (module (tag $t (param i32))
              (func $throws (param i32) (throw $t (local.get 0)))
              (func (export "throws") (param i32 i32) (call $throws (local.get 0)))
              (func $endless (export "endless") (param i32 i32) (call $endless (local.get 1) (local.get 0))))\
            """;
        Guest interpreted = Guests.spawnText(text);
        Guest compiled = compiled(text);
        for (String export : new String[] {"throws", "endless"}) {
            Trap expected = Guests.runTrap(interpreted, export, 1, 2);
            Trap found = Guests.runTrap(compiled, export, 1, 2);
            assertThat(found).isEqualTo(expected);
            assertThat(compiled.fuelUsed()).isEqualTo(interpreted.fuelUsed());
        }
        assertThat(Guests.runTrap(compiled, "endless", 1, 2).kind()).isEqualTo(TrapKind.CALL_STACK_EXHAUSTED);
    }
}
