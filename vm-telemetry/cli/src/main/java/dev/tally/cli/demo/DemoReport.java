package dev.tally.cli.demo;

import dev.tally.cli.console.Figures;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Limits;
import java.util.List;

/** What the demo prints: a picture, a table, what it proves, and what to do next. It must never claim what it has not seen. */
public final class DemoReport {
    private static final int WATCHED_TICKS = HostLoop.TICKS - Tenant.WARM_UP_TICKS;
    private static final int DIGEST_LETTERS = 12;
    private static final String NOT_OBSERVED = "not observed";

    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private final List<Tenant> tenants;
    private final List<Long> overshoots;
    private final List<String> digests;
    private final List<String> digestsAlone;
    private final long nanos;
    private final TwoAudiences audiences;
    private final boolean coloured;
    private final StringBuilder text = new StringBuilder();

    private DemoReport(HostLoop loop, boolean coloured) {
        this.coloured = coloured;
        this.digestsAlone = loop.digestsAlone();
        long begin = System.nanoTime();
        this.tenants = loop.runTogether();
        this.nanos = System.nanoTime() - begin;
        this.overshoots = loop.overshoots();
        this.digests =
                tenants.stream().map(tenant -> tenant.guest().stateDigest()).toList();
        this.audiences = TwoAudiences.run();
    }

    /**
     * Runs the guests and reports.
     *
     * @param coloured whether the reader is a terminal
     */
    public static DemoReport run(boolean coloured) {
        return new DemoReport(new HostLoop(), coloured);
    }

    /** Whether every guest kept its budgets and ended in the state that it reaches alone, and in which one is certified. */
    public boolean proven() {
        return undisturbed() && withinFuel() && withinBytes() && audiences.proven(digests.getLast());
    }

    private boolean undisturbed() {
        return digests.equals(digestsAlone);
    }

    private boolean withinFuel() {
        for (int i = 0; i < tenants.size(); i++) {
            if (tenants.get(i).mostFuel() > HostLoop.LIMITS.fuelPerTick() + overshoots.get(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean withinBytes() {
        return tenants.stream().allMatch(tenant -> tenant.total(HeapColumn.CHARGED_BYTES) <= HostLoop.LIMITS.bytes());
    }

    /** The whole, each line with its end. */
    public String text() {
        Limits limits = HostLoop.LIMITS;
        line(bold("Tally") + ": four guests in one host loop, " + HostLoop.TICKS + " ticks; each has "
                + Figures.grouped(limits.fuelPerTick()) + " fuel per tick and " + Figures.grouped(limits.bytes())
                + " bytes.");
        line("");
        table().forEach(this::line);
        line("");
        board();
        line("");
        sentences();
        line("");
        line("Once more " + tenants.getLast().name() + ": one run, told to two audiences that never mix.");
        line("");
        List<String> told = audiences.lines();
        told.forEach(line -> line(coloured && line.equals(told.getFirst()) ? bold(line) : line));
        line("");
        line("Do it yourself; the state digests must be those above:");
        line("  T=vm-telemetry/cli/target/tally/bin/tally");
        line("  G=vm-telemetry/cli/src/main/resources/dev/tally/cli/guests");
        line("  $T run --invoke run --ticks " + HostLoop.TICKS + " --fuel-per-tick " + limits.fuelPerTick()
                + " --bytes 1M --stack " + limits.stackSlots() + " $G/life.wasm");
        line("  $T certify $G/words.wasm --profile $G/words.profile.json -o words.certificate.json");
        return text.toString();
    }

    private List<String> table() {
        List<String> lines = new Table(tenants)
                .row("", Tenant::name)
                .row("", Tenant::words)
                .row("last tick", tenant -> tenant.lastOutcome().name())
                .figures("ticks", tenant -> tenant.guest().ticks())
                .figures("most fuel in a tick", Tenant::mostFuel)
                .figures(
                        "  beyond the " + Figures.grouped(HostLoop.LIMITS.fuelPerTick()) + " granted",
                        tenant -> Math.max(0, tenant.mostFuel() - HostLoop.LIMITS.fuelPerTick()))
                .figures("  could be at most", tenant -> overshoots.get(tenants.indexOf(tenant)))
                .figures(
                        "bytes charged of " + Figures.grouped(HostLoop.LIMITS.bytes()),
                        tenant -> tenant.total(HeapColumn.CHARGED_BYTES))
                .figures("memory growths", tenant -> tenant.total(HeapColumn.MEMORY_GROWTHS))
                .figures("  refused", tenant -> tenant.total(HeapColumn.QUOTA_REFUSALS))
                .row(
                        "constants made, first tick",
                        tenant -> observed(tenant, tenant.inFirstTick().constants()))
                .row("  in all other ticks", tenant -> observed(tenant, tenant.constantsLater()))
                .row(
                        "strings made, first tick",
                        tenant -> observed(tenant, tenant.inFirstTick().strings()))
                .row("  in each other tick", tenant -> observed(tenant, tenant.mostStringsLater()))
                .figures("JVM bytes outside the arena", Tenant::jvmBytes)
                .row("state digest", tenant -> shortened(digests.get(tenants.indexOf(tenant))))
                .row("  when run alone", tenant -> shortened(digestsAlone.get(tenants.indexOf(tenant))))
                .lines();
        return coloured
                ? lines.stream()
                        .map(line -> line.equals(lines.getFirst()) ? bold(line) : line)
                        .toList()
                : lines;
    }

    private static String observed(Tenant tenant, long figure) {
        return tenant.observed() ? Figures.grouped(figure) : NOT_OBSERVED;
    }

    private static String shortened(String digest) {
        return digest.substring(0, DIGEST_LETTERS);
    }

    private void board() {
        List<String> lines = LifeBoard.lines(tenants.getFirst().guest());
        int width = lines.getFirst().length();
        String title = " life, generation " + HostLoop.TICKS + " ";
        line("  ┌─" + title + "─".repeat(Math.max(0, width - title.length() - 1)) + "┐");
        lines.forEach(line -> line("  │" + (coloured ? GREEN + line + PLAIN : line) + "│"));
        line("  └" + "─".repeat(width) + "┘");
    }

    private void sentences() {
        line(
                withinFuel() && withinBytes()
                        ? "Each kept to its bytes and, but for the few instructions up to the next check, to its fuel."
                        : "A guest left its budget: this must never happen.");
        long left = tenants.stream().mapToLong(Tenant::jvmBytes).sum();
        line("Their objects lie in their own arenas: the last " + WATCHED_TICKS + " ticks left "
                + (left == 0 ? "nothing" : Figures.counted(left, "byte")) + " else on the JVM's heap.");
        line(
                undisturbed()
                        ? "Each ended in the very state that it reaches alone: nothing of one disturbs another."
                        : "A guest ended in another state than alone: this must never happen.");
        line("All on one thread: " + HostLoop.TICKS + " rounds of four ticks in " + Figures.seconds(nanos) + ", "
                + Figures.milliseconds(nanos / HostLoop.TICKS) + " a round.");
    }

    private String bold(String line) {
        return coloured ? BOLD + line + PLAIN : line;
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
