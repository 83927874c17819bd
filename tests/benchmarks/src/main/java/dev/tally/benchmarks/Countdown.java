package dev.tally.benchmarks;

import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import java.util.HexFormat;

/**
 * The smallest guest that counts: a loop of {@value #FUEL_PER_ROUND} fuel, run so many times as its argument says.
 *
 * <pre>
 *   (module
 *     (func (export "count") (param i32)
 *       (loop
 *         (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))
 * </pre>
 */
final class Countdown {
    static final String EXPORT = "count";
    static final int FUEL_PER_ROUND = 5;

    private static final String MODULE = """
            0061736d 01000000
            01 05 01 60 01 7f 00
            03 02 01 00
            07 09 01 05 636f756e74 00 00
            0a 10 01 0e 00 03 40 20 00 41 01 6b 22 00 0d 00 0b 0b
            """;

    private Countdown() {}

    static Guest spawn() {
        Engine engine = Engine.create();
        byte[] module = HexFormat.of().parseHex(MODULE.replaceAll("\\s", ""));
        return engine.spawn(engine.load(module), Imports.none(), Limits.defaults());
    }
}
