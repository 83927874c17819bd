package dev.tally.hotspot;

import dev.tally.guests.GuestProgram;
import dev.tally.guests.Slicing;
import dev.tally.runtime.Engine.Tier;
import java.util.List;

/**
 * The program of a JVM that is watched while it compiles: runs the guests whose names it is given, or all, until their methods are
 * warm, and says when it turns to the next one.
 */
final class WarmPrograms {
    /** Of what a program must have used in each slicing; a method that takes a part of this worth mentioning is warm by then. */
    private static final long FUEL = 8_000_000;

    /** Enough of a program that uses little fuel. */
    private static final int MOST_RUNS = 20;

    private static final List<Long> SLICES = List.of(Slicing.UNLIMITED, 10_000L);

    private WarmPrograms() {}

    public static void main(String[] names) {
        List<String> wanted = List.of(names);
        for (GuestProgram program : Workload.programs()) {
            if (wanted.isEmpty() || wanted.contains(program.toString())) {
                System.out.println(JitLog.RUNNING + program);
                SLICES.forEach(slice -> warm(new Workload(program, slice)));
            }
        }
    }

    private static void warm(Workload workload) {
        long fuel = 0;
        for (int run = 0; run < MOST_RUNS && fuel < FUEL; run++) {
            fuel += workload.run(guest -> guest.runIn(Tier.COMPILED, 0), guest -> {});
        }
    }
}
