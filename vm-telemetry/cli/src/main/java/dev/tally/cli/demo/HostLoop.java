package dev.tally.cli.demo;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.ExitCode;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.Module;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What a host does: loads modules, spawns guests with a budget each, and gives all of them a tick, again and again. */
final class HostLoop {
    static final int TICKS = 600;

    /** What each guest may use: fuel per tick, and bytes, of which 32 KiB are stack. */
    static final Limits LIMITS = new Limits(50_000, 1 << 20, 4_096);

    private static final int REHEARSALS = 30;
    private static final long REHEARSAL_FUEL = 20_000_000;
    private static final String FOLDER = "/dev/tally/cli/guests/";

    private final Engine engine = Engine.create();
    private final List<Program> programs = List.of(
            load("life", "yields each frame"),
            load("spin", "loops for ever"),
            load("hog", "grows and grows"),
            load("words", "builds strings"));

    private record Program(String name, String words, Module module) {}

    private Program load(String name, String words) {
        String file = FOLDER + name + ".wasm";
        try (InputStream in = HostLoop.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new CommandFailure(ExitCode.NO_INPUT, file + " is not where the build puts it");
            }
            return new Program(name, words, engine.load(in.readAllBytes()));
        } catch (IOException failure) {
            throw new CommandFailure(ExitCode.NO_INPUT, file + " cannot be read", failure);
        }
    }

    private Tenant spawn(Program program) {
        Guest guest = engine.spawn(program.module(), Imports.none(), LIMITS);
        guest.call("run");
        return new Tenant(program.name(), program.words(), guest);
    }

    /** All four together: one tick each, six hundred times. */
    List<Tenant> runTogether() {
        List<Tenant> tenants = programs.stream().map(this::spawn).toList();
        for (int tick = 0; tick < TICKS; tick++) {
            for (int i = 0; i < tenants.size(); i++) {
                tenants.get(i).tick();
            }
        }
        return tenants;
    }

    /**
     * The states that the same guests reach when each has the host for itself. Guests whose ticks are short run several
     * times, so that the JVM has compiled what they need by the time it is watched.
     */
    List<String> digestsAlone() {
        return programs.stream().map(this::digestAlone).toList();
    }

    private String digestAlone(Program program) {
        Tenant tenant = runAlone(program);
        for (int again = 1; again < REHEARSALS && tenant.guest().fuelUsed() * again < REHEARSAL_FUEL; again++) {
            tenant = runAlone(program);
        }
        return tenant.guest().stateDigest();
    }

    private Tenant runAlone(Program program) {
        Tenant tenant = spawn(program);
        for (int tick = 0; tick < TICKS; tick++) {
            tenant.tick();
        }
        return tenant;
    }

    /** The most fuel that a tick of each program can charge beyond its grant. */
    List<Long> overshoots() {
        return programs.stream().map(program -> program.module().overshoot()).toList();
    }
}
