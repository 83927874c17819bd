/**
 * The {@code tally} command: runs and inspects modules, and shows what happened.
 */
module dev.tally.cli {
    requires dev.tally.runtime;
    requires dev.tally.telemetry.engineering;
    requires dev.tally.telemetry.certification;
    requires static org.jspecify;
    requires info.picocli;
    requires tools.jackson.core;
}
