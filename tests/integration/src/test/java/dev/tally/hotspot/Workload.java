package dev.tally.hotspot;

import dev.tally.guests.Episode;
import dev.tally.guests.GuestProgram;
import dev.tally.guests.HostLog;
import dev.tally.guests.TestHost;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.wasi.Wasi;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs a program for the sake of the work, whatever comes of it. */
record Workload(GuestProgram program, long fuelPerTick) {
    /** Ends what would not end by itself. */
    private static final long MOST_FUEL = 20_000_000;

    private static final HostLog NOBODY = new HostLog() {
        @Override
        public void called(Asked function, long first, long second) {}

        @Override
        public void bytes(byte[] bytes, int length) {}
    };

    /** All programs that we have: of these tests, of those of WASI, and the kernels that are measured. */
    static List<GuestProgram> programs() {
        return Stream.of(GuestProgram.all(), GuestProgram.wasi(), GuestProgram.kernels())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Goes through the program's script, to its end if it has one.
     *
     * @param begin is given the guest before its first tick
     * @param end is given it after its last
     * @return the fuel that was used
     */
    long run(Consumer<Guest> begin, Consumer<Guest> end) {
        TestHost host = new TestHost(NOBODY);
        Imports imports =
                Wasi.builder(program.toString()).build().addTo(host.imports()).build();
        try (Guest guest = program.spawn(imports)) {
            begin.accept(guest);
            for (Episode scene : program.script()) {
                scene.callOn(guest);
                TickOutcome outcome;
                do {
                    outcome = guest.tick(fuelPerTick);
                    if (outcome == TickOutcome.WAITING) {
                        host.answer(guest);
                    }
                } while (outcome.inProgress() && guest.fuelUsed() < MOST_FUEL);
                if (outcome.inProgress()) {
                    break;
                }
            }
            end.accept(guest);
            return guest.fuelUsed();
        }
    }
}
