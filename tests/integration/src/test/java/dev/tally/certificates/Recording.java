package dev.tally.certificates;

import dev.tally.runtime.Guest;
import dev.tally.telemetry.certification.run.RunWatcher;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps evidence of the runs that certificates are made of, with every column there is. */
final class Recording implements RunWatcher {
    private static final int CAPACITY = 64;

    private @Nullable EvidenceRecorder recorder;

    @Override
    public void spawned(Guest guest, long fuelPerTick) {
        recorder = EvidenceRecorder.attach(guest, CAPACITY, EvidenceColumn.WALL_NANOS, EvidenceColumn.JVM_BYTES);
    }

    @Override
    public void ticked(Guest guest) {
        Objects.requireNonNull(recorder).record();
    }
}
