package dev.tally.cli.demo;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.console.Figures;
import dev.tally.runtime.Guest;
import dev.tally.telemetry.certification.Certificate;
import dev.tally.telemetry.certification.Certifier;
import dev.tally.telemetry.certification.Requirement;
import dev.tally.telemetry.certification.Verdict;
import dev.tally.telemetry.certification.profile.ProfileReader;
import dev.tally.telemetry.certification.run.PublicFacts.ChainLink;
import dev.tally.telemetry.certification.run.RunWatcher;
import dev.tally.telemetry.engineering.ColumnSummary;
import dev.tally.telemetry.engineering.EvidenceColumn.Nature;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import dev.tally.telemetry.engineering.EvidenceRows;
import dev.tally.telemetry.engineering.SteadyState;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run, told to two audiences: a certificate is made of it for the public while it is recorded for engineers. The two
 * products stand side by side here and nowhere else; neither may ever be made of the other.
 */
final class TwoAudiences {
    private static final String FOLDER = "/dev/tally/cli/guests/";
    private static final String MODULE = "words.wasm";
    private static final String PROFILE = "words.profile.json";
    private static final String NO_AMOUNT = "-";
    private static final int DIGEST_LETTERS = 12;

    private static final String BETWEEN = "  │  ";

    private final Recording recording = new Recording();
    private final Certificate certificate;

    private TwoAudiences() {
        certificate = Certifier.create()
                .watchedBy(recording)
                .certify(resource(MODULE), ProfileReader.read(resource(PROFILE)));
    }

    /** Runs the guest that builds strings, once for both and then again in other slices. */
    static TwoAudiences run() {
        return new TwoAudiences();
    }

    private static byte[] resource(String name) {
        try (InputStream in = TwoAudiences.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new CommandFailure(ExitCode.NO_INPUT, FOLDER + name + " is not where the build puts it");
            }
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new CommandFailure(ExitCode.NO_INPUT, FOLDER + name + " cannot be read", failure);
        }
    }

    /** Records the first guest that it is shown. */
    private static final class Recording implements RunWatcher {
        private @Nullable EvidenceRecorder recorder;

        @Override
        public void spawned(Guest guest, long fuelPerTick) {
            if (recorder == null) {
                recorder = EvidenceRecorder.attach(guest, HostLoop.TICKS);
            }
        }

        @Override
        public void ticked(Guest guest) {
            // Those that come later repeat the run in other slices.
            if (recorder().guest() == guest) {
                recorder().record();
            }
        }

        EvidenceRecorder recorder() {
            return Objects.requireNonNull(recorder, "nobody records a run that has not begun");
        }
    }

    /** Whether the certificate passes, every frame was like the others, and the run ended in a state. */
    boolean proven(String digest) {
        return certificate.verdict() == Verdict.PASS
                && steadyState().verdict() == SteadyState.Verdict.STEADY
                && certificate.chain().getLast().digest().equals(digest);
    }

    private SteadyState steadyState() {
        return SteadyState.of(recording.recorder().snapshot());
    }

    /** Both products in short, side by side. */
    List<String> lines() {
        List<String> left = engineering();
        List<String> right = certification();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String line = i < left.size() ? left.get(i) : "";
            String gap = " ".repeat(left.getFirst().length() - line.length());
            lines.add((line + gap + BETWEEN + (i < right.size() ? right.get(i) : "")).stripTrailing());
        }
        return lines;
    }

    private List<String> engineering() {
        EvidenceRows rows = recording.recorder().snapshot();
        SteadyState state = steadyState();
        List<String> lines = new ArrayList<>();
        lines.add(left("internal evidence", "warm-up", "median", "total"));
        for (ColumnSummary summary : ColumnSummary.of(rows, state)) {
            if (summary.max() > 0
                    && summary.column().nature() == Nature.COUNTER
                    && summary.column().reproducible()) {
                lines.add(left(
                        summary.column().name(),
                        Figures.grouped(summary.warmUp()),
                        Figures.grouped(summary.p50()),
                        Figures.grouped(summary.total())));
            }
        }
        lines.add("");
        lines.add("after warm-up: " + state.verdict());
        return lines;
    }

    private List<String> certification() {
        List<String> lines = new ArrayList<>();
        lines.add(right("public certificate", "maximum", "limit", "verdict"));
        for (Requirement requirement : certificate.requirements()) {
            Long maximum = requirement.maximum();
            lines.add(right(
                    requirement.id(),
                    maximum == null ? NO_AMOUNT : Figures.grouped(maximum),
                    limit(requirement),
                    requirement.verdict().name()));
        }
        lines.add("");
        lines.add("verdict: " + certificate.verdict());
        ChainLink last = certificate.chain().getLast();
        lines.add("state, tick " + last.tick() + ": " + last.digest().substring(0, DIGEST_LETTERS));
        return lines;
    }

    private static String limit(Requirement requirement) {
        if (requirement.limit() == null) {
            return NO_AMOUNT;
        }
        return requirement.limit().bounded()
                ? Figures.grouped(requirement.limit().most())
                : requirement.limit().toString();
    }

    private static String left(String... cells) {
        return String.format(Locale.ROOT, "%-20s %7s %8s %9s", (Object[]) cells);
    }

    private static String right(String... cells) {
        return String.format(Locale.ROOT, "%-19s %7s %9s  %s", (Object[]) cells);
    }
}
