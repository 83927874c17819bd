/**
 * The {@code tally} command: runs and inspects modules, and shows what happened.
 */
module dev.tally.cli {
    requires dev.tally.core;
    requires dev.tally.heap;
    requires dev.tally.runtime;
    requires dev.tally.telemetry.engineering;
    requires dev.tally.telemetry.certification;
    requires static org.jspecify;
    requires info.picocli;
    requires tools.jackson.core;
    requires java.management;
    requires jdk.management;

    // The command line is read into the fields of the commands.
    opens dev.tally.cli to
            info.picocli;
    opens dev.tally.cli.run to
            info.picocli;
    opens dev.tally.cli.inspect to
            info.picocli;
    opens dev.tally.cli.stats to
            info.picocli;
    opens dev.tally.cli.dump to
            info.picocli;
    opens dev.tally.cli.certify to
            info.picocli;
    opens dev.tally.cli.text to
            info.picocli;
}
