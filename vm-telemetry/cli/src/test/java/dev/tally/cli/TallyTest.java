package dev.tally.cli;

import static dev.tally.cli.CommandLineRun.tally;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.cli.console.ExitCode;
import org.junit.jupiter.api.Test;

/** The command without a program. */
final class TallyTest {
    @Test
    void without_arguments_it_tells_what_there_is() {
        CommandLineRun run = tally();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("  run ", "  inspect ")
                .isEqualTo(tally("--help").out());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void help_lists_every_option_and_exit_code() {
        String help = tally("run", "--help").out();
        String exitCodes = tally("--help").out();
        assertThat(help)
                .contains(
                        "--fuel-per-tick=N",
                        "--ticks=N",
                        "--bytes=N",
                        "--stack=N",
                        "--invoke=NAME",
                        "--seed=N",
                        "--json=FILE|-",
                        "--evidence=FILE|-",
                        "--wall",
                        "--jvm",
                        "--quiet",
                        "--verbose",
                        "proc_exit");
        for (ExitCode exitCode : ExitCode.values()) {
            assertThat(exitCodes).containsPattern("\n  " + exitCode.code() + " +[A-Z]");
        }
        assertThat(tally("inspect", "--help").out()).contains("--json");
    }

    @Test
    void help_of_a_command_lists_what_it_can_answer() {
        assertThat(tally("run", "--help").out())
                .contains("\n  1..255 ", "\n  134 ")
                .doesNotContain("\n  84 ");
        assertThat(tally("inspect", "--help").out())
                .contains("\n  0 ", "\n  65 ", "\n  66 ")
                .doesNotContain("1..255", "\n  69 ", "\n  134 ");
        assertThat(tally("verify", "--help").out()).contains("\n  84 ").doesNotContain("\n  134 ");
        assertThat(tally("dump", "--help").out()).contains("\n  83 ", "\n  91 ").doesNotContain("\n  65 ", "\n  134 ");
    }

    @Test
    void help_fits_on_a_terminal_of_a_hundred_columns() {
        for (String command : new String[] {"--help", "run", "inspect", "dump", "certify", "verify"}) {
            assertThat(tally(command, "--help").out().lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        }
    }

    @Test
    void version_is_that_of_the_build() {
        assertThat(tally("--version").out()).matches("tally [0-9]+\\.[0-9]+\\.[0-9]+[-A-Z]*\n");
    }

    @Test
    void unknown_commands_and_options_are_refused() {
        assertThat(tally("walk").isComplaint(ExitCode.USAGE).err()).contains("Unknown command: 'walk'; 'tally --help'");
        assertThat(tally("life.wasm").isComplaint(ExitCode.USAGE).err())
                .contains("Unknown command: 'life.wasm'; 'tally run life.wasm' runs it;");
        assertThat(tally("--fast").isComplaint(ExitCode.USAGE).err()).contains("Unknown option: '--fast'");
    }
}
