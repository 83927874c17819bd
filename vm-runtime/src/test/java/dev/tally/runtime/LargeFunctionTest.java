package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import dev.tally.runtime.Engine.Tier;
import dev.tally.runtime.link.Compilation;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that are too large for one method of the JVM, as interpreters that are guests have them. */
final class LargeFunctionTest {
    private static final int STEPS = 4_000;

    /**
     * A function that goes from one of many states to another, each with some work of its own; every eighth calls a function and
     * every seventh has a loop.
     */
    private static String machine(int states) {
        StringBuilder text = new StringBuilder("""
            (module
              (memory 1)
              (func $mix (param i32 i64) (result i64)
                (i64.add (i64.rotl (local.get 1) (i64.const 7)) (i64.extend_i32_u (local.get 0))))
              (func (export "run") (param $steps i32) (result i64)
                (local $state i32) (local $sum i64) (local $f f64) (local $n i32)
                (loop $next
                  (if (i32.eqz (local.get $steps)) (then (return (i64.add (local.get $sum)
                    (i64.reinterpret_f64 (local.get $f))))))
                  (local.set $steps (i32.sub (local.get $steps) (i32.const 1)))
            """);
        text.repeat("(block ", states).append("(br_table");
        for (int i = 0; i < states; i++) {
            text.append(' ').append(i);
        }
        text.append(" (local.get $state))");
        for (int i = 0; i < states; i++) {
            text.append(")\n(local.set $sum (i64.add (local.get $sum) (i64.const %d)))".formatted(0x1234567L * i));
            text.append("(i32.store (i32.const %d) (i32.wrap_i64 (local.get $sum)))".formatted(4 * i));
            text.append(
                    "(local.set $f (f64.add (f64.mul (local.get $f) (f64.const 0.5)) (f64.const %d)))".formatted(i));
            if (i % 8 == 3) {
                text.append("(local.set $sum (call $mix (i32.load (i32.const %d)) (local.get $sum)))".formatted(2 * i));
            }
            if (i % 7 == 5) {
                text.append("""
                    (local.set $n (i32.const %d))
                    (loop $inner
                      (local.set $sum (i64.xor (i64.rotl (local.get $sum) (i64.const 3)) (i64.extend_i32_u (local.get $n))))
                      (br_if $inner (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
                    """.formatted(i));
            }
            text.append("(local.set $state (i32.rem_u (i32.wrap_i64 (i64.shr_u (local.get $sum) (i64.const 5)))");
            text.append("(i32.const %d))) (br $next)\n".formatted(states));
        }
        return text.append(") (unreachable)))").toString();
    }

    private static Guest guest(Engine engine, Module module, Tier tier, RestMode rests) {
        Guest guest = engine.spawn(module, Imports.none(), Limits.defaults());
        guest.restMode(rests, 1);
        guest.runIn(tier, 1);
        return guest;
    }

    private static Module module(Engine engine, int states) {
        byte[] text = machine(states).getBytes(StandardCharsets.UTF_8);
        return engine.load(BinaryWriter.write(
                TextReader.read(text, ModuleLimits.defaults()).definition()));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 150, 400})
    void large_functions_are_compiled_in_parts_and_compute_and_cost_the_same(int states) {
        Engine engine = Engine.create();
        Module module = module(engine, states);
        Guest interpreted = guest(engine, module, Tier.INTERPRETED, RestMode.WHEN_NEEDED);
        Guests.run(interpreted, "run", STEPS);
        for (RestMode rests : RestMode.values()) {
            for (Tier tier : new Tier[] {Tier.COMPILED, Tier.MIXED}) {
                Guest compiled = guest(engine, module, tier, rests);
                Guests.runInSlices(compiled, 9_973, "run", STEPS);
                assertThat(compiled.resultLong(0)).isEqualTo(interpreted.resultLong(0));
                assertThat(compiled.fuelUsed()).isEqualTo(interpreted.fuelUsed());
                assertThat(compiled.stateDigest()).isEqualTo(interpreted.stateDigest());
            }
        }
        Compilation compilation = Objects.requireNonNull(module.program().compilation());
        assertThat(compilation.isCompiled(0)).isTrue();
        assertThat(compilation.isCompiled(1)).isTrue();
    }
}
