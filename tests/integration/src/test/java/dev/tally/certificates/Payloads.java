package dev.tally.certificates;

import dev.tally.telemetry.certification.Certifier;
import dev.tally.telemetry.certification.run.RunWatcher;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The payloads of all cases, in this JVM or printed for another one that wants to compare. */
final class Payloads {
    private Payloads() {}

    /** Prints each payload in base64, a line each, which no charset can change. */
    public static void main(String[] mode) {
        Mode chosen = Mode.valueOf(mode[0]);
        for (byte[] payload : all(chosen.watcher())) {
            System.out.writeBytes(Base64.getEncoder().encode(payload));
            System.out.write('\n');
        }
        System.out.flush();
    }

    static List<byte[]> all(RunWatcher watcher) {
        List<byte[]> payloads = new ArrayList<>();
        for (Case one : Case.values()) {
            payloads.add(Certifier.create()
                    .watchedBy(watcher)
                    .certify(one.module(), one.profile())
                    .payload());
        }
        return payloads;
    }
}
