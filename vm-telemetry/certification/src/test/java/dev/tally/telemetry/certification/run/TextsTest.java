package dev.tally.telemetry.certification.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.telemetry.certification.run.PublicFacts.Result;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Results that are references, as certificates write them. */
final class TextsTest {
    /**
     * A module in bytes.
     *
     * <pre>
     * (type $node (struct (field i32) (field (ref null $node))))
     * (type $bytes (array i8))
     * (func (export "all") (result anyref anyref anyref anyref)
     *   (ref.null none) (ref.i31 (i32.const -5)) (struct.new_default $node) (array.new_default $bytes (i32.const 3)))
     * </pre>
     */
    private static final byte[] MODULE = HexFormat.of()
            .parseHex("0061736d010000000112035f027f006300005e78006000046e6e6e6e0302010207070103616c6c00000a120110"
                    + "00d071417bfb1cfb01004103fb07010b");

    @Test
    void objects_are_written_as_what_they_are() {
        Engine engine = Engine.create();
        try (Guest guest = engine.spawn(engine.load(MODULE), Imports.none(), Limits.defaults())) {
            guest.call("all");
            while (guest.tick().inProgress()) {
                assertThat(guest.ticks()).isLessThan(100);
            }
            assertThat(guest.resultCount()).isEqualTo(4);
            assertThat(written(guest, 0)).isNull();
            assertThat(written(guest, 1)).isEqualTo("-5");
            assertThat(written(guest, 2)).isEqualTo("structure of 2 fields");
            assertThat(written(guest, 3)).isEqualTo("array of 3 elements");
        }
    }

    private static @Nullable String written(Guest guest, int index) {
        Result result = Texts.result("anyref", guest.result(index));
        assertThat(result.utf16()).isNull();
        return result.value();
    }
}
