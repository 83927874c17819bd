package dev.tally.cli.run;

import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import dev.tally.telemetry.engineering.dump.DumpHeader;
import dev.tally.telemetry.engineering.dump.DumpWriter;
import java.io.OutputStream;
import java.util.List;

/**
 * Evidence of a run, written down tick by tick as a dump, so that a run of any length takes the memory of one row. The
 * same run gives the same bytes, unless columns are asked for that differ from run to run.
 */
final class EvidenceLines {
    private final EvidenceRecorder recorder;
    private final DumpWriter dump;
    private final long[] row;

    /** Begins with what the recorder records. */
    EvidenceLines(EvidenceRecorder recorder, OutputStream out) {
        this.recorder = recorder;
        dump = new DumpWriter(DumpHeader.of(recorder), out);
        row = new long[recorder.columns().size()];
    }

    /** A recorder for such lines; attached before the call is prepared, so that its first line has that in it. */
    static EvidenceRecorder attach(Guest guest, List<EvidenceColumn> requested) {
        return EvidenceRecorder.attach(guest, 1, requested.toArray(EvidenceColumn[]::new));
    }

    /** Runs a tick of the guest. */
    TickOutcome tick() {
        return recorder.tick();
    }

    /**
     * Writes the line of the tick that has just ended.
     *
     * @throws tools.jackson.core.JacksonException if the line cannot be written
     */
    void write() {
        recorder.read(recorder.recorded() - 1, row);
        dump.row(row);
    }

    /** Writes the end and whatever has been held back; without it a dump is known to be cut off. */
    void finish() {
        dump.finish(0);
    }
}
