package dev.tally.benchmarks;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.Module;
import dev.tally.runtime.TickOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A guest with a quota of 16 MiB that can run any amount of fuel: a program that does its worst, which first builds what it needs for
 * that, or a kernel. A program that ends is spawned anew; a kernel is called again.
 */
final class Burden {
    private static final long QUOTA_BYTES = 16L << 20;
    private static final int STACK_SLOTS = 1024;
    private static final String TEXT = ".wat";
    private static final String BUILD = "build";
    private static final String RUN = "run";

    private final Engine engine = Engine.create();
    private final Module module;
    private final @Nullable Object argument;
    private Guest guest;

    /** The fuel of guests that have ended, and what all have used when the next run is done. */
    private long fuelOfEnded;

    private long fuelWanted;

    private Burden(byte[] binary, @Nullable Object argument) {
        this.module = engine.load(binary);
        this.argument = argument;
        this.guest = spawn();
        this.fuelWanted = guest.fuelUsed();
    }

    /** The program of this name, built and ready; a kernel if there is none. */
    static Burden of(String name) throws IOException {
        Path text = folder().resolve(name + TEXT);
        if (Files.exists(text)) {
            ModuleLimits limits = ModuleLimits.defaults();
            byte[] read = Files.readAllBytes(text);
            return new Burden(BinaryWriter.write(TextReader.read(read, limits).definition()), null);
        }
        Kernel kernel = Kernel.of(name);
        return new Burden(Files.readAllBytes(kernel.file()), Integer.parseInt(kernel.argument(Kernel.EXPECTED)));
    }

    /** The names of all programs, in alphabetical order. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(TEXT))
                    .map(name -> name.substring(0, name.length() - TEXT.length()))
                    .sorted()
                    .toList();
        }
    }

    /** What a program does, as the comment in its first line says. */
    static String description(String name) throws IOException {
        try (Stream<String> lines = Files.lines(folder().resolve(name + TEXT))) {
            return lines.findFirst().orElseThrow().replaceFirst("^;; ", "").replaceFirst("\\.$", "");
        }
    }

    private static Path folder() {
        return Kernel.folder().resolve("burden");
    }

    /** Runs so much fuel; what one run uses too much, the next uses less. Answers what all runs have used. */
    long run(long fuel) {
        fuelWanted += fuel;
        long left;
        while ((left = fuelWanted - fuelOfEnded - guest.fuelUsed()) > 0) {
            TickOutcome outcome = guest.tick(left);
            if (outcome == TickOutcome.RETURNED) {
                again();
            } else if (outcome != TickOutcome.OUT_OF_FUEL) {
                throw new IllegalStateException("a program ended " + outcome + ": " + guest.trap());
            }
        }
        return fuelWanted - left;
    }

    private void again() {
        if (argument != null) {
            guest.call(RUN, argument);
        } else {
            fuelOfEnded += guest.fuelUsed();
            guest.close();
            guest = spawn();
            fuelOfEnded -= guest.fuelUsed(); // Building is not measured, though the time that it takes is.
        }
    }

    private Guest spawn() {
        Guest spawned = engine.spawn(
                module,
                Imports.none(),
                Limits.defaults().withStackSlots(STACK_SLOTS).withBytes(QUOTA_BYTES));
        if (argument != null) {
            spawned.call(RUN, argument);
            return spawned;
        }
        spawned.call(BUILD);
        TickOutcome outcome;
        do {
            outcome = spawned.tick(TallyContestant.UNLIMITED);
        } while (outcome == TickOutcome.OUT_OF_FUEL);
        if (outcome != TickOutcome.RETURNED) {
            throw new IllegalStateException("building ended " + outcome + ": " + spawned.trap());
        }
        spawned.call(RUN);
        return spawned;
    }
}
