package dev.tally.cli.certify;

import dev.tally.telemetry.certification.Certificate;
import dev.tally.telemetry.certification.Requirement;
import java.util.Locale;

/** A certificate for people: a line for each requirement, then the verdict. */
public final class VerdictText {
    private VerdictText() {}

    /** The lines, each with its end. */
    public static String of(Certificate certificate) {
        StringBuilder text = new StringBuilder();
        for (Requirement requirement : certificate.requirements()) {
            text.append(String.format(
                            Locale.ROOT,
                            "  %-7s  %-19s  %s",
                            requirement.verdict(),
                            requirement.id(),
                            details(requirement))
                    .stripTrailing());
            text.append('\n');
        }
        return text.append("verdict: ")
                .append(certificate.verdict())
                .append('\n')
                .toString();
    }

    private static String details(Requirement requirement) {
        StringBuilder details = new StringBuilder();
        if (requirement.maximum() != null) {
            details.append("at most ").append(requirement.maximum());
            if (requirement.firstTick() != null) {
                details.append(", first in tick ").append(requirement.firstTick());
            }
            details.append("; ");
        }
        if (requirement.limit() != null) {
            details.append(requirement.limit().bounded() ? "limit " : "").append(requirement.limit());
            details.append(requirement.limit().bounded() ? " " + requirement.unit() : "");
        }
        if (requirement.failedIn() != null) {
            details.append(details.isEmpty() ? "" : "; ")
                    .append("failed in tick ")
                    .append(requirement.failedIn());
        }
        return details.toString();
    }
}
