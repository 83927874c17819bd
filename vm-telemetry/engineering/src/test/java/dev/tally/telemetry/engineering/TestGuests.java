package dev.tally.telemetry.engineering;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Guests of the tests, whose sources stand beside them. */
public final class TestGuests {
    /** More than any frame needs, so that a tick is a frame. */
    public static final long FUEL_PER_TICK = 100_000;

    private static final FunctionType ASK = FunctionType.of(ValueType.I32).returning(ValueType.I32);
    private static final Imports IMPORTS = Imports.builder()
            .leaf("host", "ask", ASK, call -> call.setIntResult(0, call.intArgument(0)))
            .build();

    private TestGuests() {}

    /** The guest that builds strings. */
    public static Guest words() {
        return spawn("words", IMPORTS);
    }

    /** The guest that keeps what it has in a linear memory. */
    public static Guest pages() {
        return spawn("pages", IMPORTS);
    }

    /** The same, whose host never answers at once. */
    public static Guest waiting() {
        return spawn(
                "pages",
                Imports.builder()
                        .resting("host", "ask", ASK, call -> call.pending())
                        .build());
    }

    private static Guest spawn(String name, Imports imports) {
        try (InputStream module = TestGuests.class.getResourceAsStream("/guests/" + name + ".wasm")) {
            Engine engine = Engine.create();
            return engine.spawn(
                    engine.load(Objects.requireNonNull(module, name).readAllBytes()),
                    imports,
                    Limits.defaults().withFuelPerTick(FUEL_PER_TICK));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
