package dev.tally.telemetry.engineering.dump;

import dev.tally.runtime.Limits;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import java.util.List;

/**
 * The first line of a dump: what it is about, and what its columns are.
 *
 * @param module the SHA-256 of the module that was spawned, in lower-case hex
 * @param limits the guest's budgets
 * @param columns what each row holds, in order
 */
public record DumpHeader(String module, Limits limits, List<EvidenceColumn> columns) {
    /** The {@code $id} of the schema that lies beside this class. A change that a reader could notice gets a new number. */
    public static final String SCHEMA = "urn:tally:evidence:1";

    public DumpHeader {
        columns = List.copyOf(columns);
    }

    /** The header of what a recorder records. */
    public static DumpHeader of(EvidenceRecorder recorder) {
        return new DumpHeader(
                recorder.guest().module().digest(), recorder.guest().limits(), recorder.columns());
    }
}
