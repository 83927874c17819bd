package dev.tally.benchmarks;

import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import java.util.HexFormat;

/**
 * The smallest guest that counts: a loop of {@value #FUEL_PER_ROUND} fuel, run so many times as its argument says, in the call itself
 * or below so many calls as another argument says.
 *
 * <pre>
 *   (module
 *     (func $count (export "count") (param $rounds i32)
 *       (loop
 *         (br_if 0 (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1))))))
 *     (func $below (export "below") (param $calls i32) (param $rounds i32)
 *       (if (i32.gt_s (local.get $calls) (i32.const 1))
 *         (then (call $below (i32.sub (local.get $calls) (i32.const 1)) (local.get $rounds)))
 *         (else (call $count (local.get $rounds))))))
 * </pre>
 */
final class Countdown {
    static final String EXPORT = "count";
    static final String EXPORT_BELOW = "below";
    static final int FUEL_PER_ROUND = 5;

    private static final String MODULE = """
        0061736d 01000000
        01 0a 02 60 01 7f 00 60 02 7f 7f 00
        03 03 02 00 01
        07 11 02 05 636f756e74 00 00 05 62656c6f77 00 01
        0a 29 02
          0e 00 03 40 20 00 41 01 6b 22 00 0d 00 0b 0b
          18 00 20 00 41 01 4a 04 40 20 00 41 01 6b 20 01 10 01 05 20 01 10 00 0b 0b
        """;

    private Countdown() {}

    static Guest spawn() {
        Engine engine = Engine.create();
        byte[] module = HexFormat.of().parseHex(MODULE.replaceAll("\\s", ""));
        return engine.spawn(engine.load(module), Imports.none(), Limits.defaults());
    }
}
