package dev.tally.isolation;

import dev.tally.guests.GuestProgram;
import dev.tally.guests.Performance;
import dev.tally.guests.Slicing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Prints a line for each program that sums up all that a run shows, so that runs in different JVMs can be compared. */
final class Fingerprints {
    private static final Slicing SLICES = Slicing.of(1_000);

    private Fingerprints() {}

    public static void main(String[] programs) throws Exception {
        print(List.of(programs)).forEach(System.out::println);
    }

    static List<String> print(List<String> programs) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String program : programs) {
            Performance performance = Performance.of(GuestProgram.named(program), SLICES);
            String all = performance.transcript() + "\n" + performance.boundaries();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            lines.add(program + " " + HexFormat.of().formatHex(digest));
        }
        return lines;
    }
}
