package dev.tally.cli.dump;

import static dev.tally.cli.CommandLineRun.guest;
import static dev.tally.cli.CommandLineRun.program;
import static dev.tally.cli.CommandLineRun.tally;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tally.cli.CommandLineRun;
import dev.tally.cli.console.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps shown and compared, and what is said of files that are none. */
final class DumpCommandTest {
    @TempDir
    private Path folder;

    /** The evidence of so many frames of a guest of the demo. */
    private String recorded(String guest, int ticks) {
        String file = folder.resolve(guest + ticks + ".jsonl").toString();
        tally("run", "--quiet", "--evidence", file, "--ticks", "" + ticks, "--invoke", "run", guest(guest));
        return file;
    }

    private String changed(String file, String from, String to) throws IOException {
        String text = Files.readString(Path.of(file));
        assertThat(text).contains(from);
        Path changed = folder.resolve("changed.jsonl");
        Files.writeString(changed, text.replace(from, to));
        return changed.toString();
    }

    @Test
    void run_is_shown_as_ticks_a_summary_and_a_verdict() {
        CommandLineRun shown = tally("dump", recorded("words", 150));
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.err()).isEmpty();
        assertThat(shown.out())
                .matches("(?s)module [0-9a-f]{64}\nlimits .*")
                .contains("\nlimits 1,000,000 fuel per tick, 67,108,864 bytes, 131,072 slots of stack\n")
                .contains("\nticks  150\n")
                .containsPattern("\n1 +YIELDED +yes ")
                .containsPattern("\n10 +YIELDED +no ")
                .doesNotContainPattern("\n11 +YIELDED")
                .contains("… 130 ticks more; --all shows them\n", "\n0 in every tick: fuelOwed, hostCalls, ")
                .containsPattern("\n141 +YIELDED")
                .containsPattern("\n150 +YIELDED")
                .containsPattern("\nstringAllocations +count +9 +1,341 +1,350 +9 +9 +9\n")
                .containsPattern("\nmaterialisations +count +14 +0 +14 +0 +0 +14\n")
                .containsPattern("\nobjectBytes +bytes +- +- +- ")
                .endsWith("\nSTEADY after 1 ticks of warm-up: 149 ticks alike, each with stringAllocations 9,"
                        + " stringAllocatedBytes 456, copies 9, copiedBytes 348\n");
    }

    @Test
    void every_tick_is_shown_on_request() {
        String all = tally("dump", "--all", recorded("words", 60)).out();
        for (int tick = 1; tick <= 60; tick++) {
            assertThat(all).containsPattern("\n" + tick + " +YIELDED");
        }
        assertThat(all).doesNotContain("…");
    }

    @Test
    void headings_stand_word_above_word() {
        String headings = new Columns(List.of("tick", "stringAllocatedBytes", "copiedBytes"))
                .add(List.of("1", "40", "26"))
                .text();
        assertThat(headings).isEqualTo("""
                     string
                  Allocated  copied
            tick      Bytes   Bytes
            1            40      26
            """);
    }

    @Test
    void without_a_verdict_nothing_is_said_of_warm_up() {
        assertThat(tally("dump", recorded("words", 50)).out())
                .containsPattern("\nstringAllocations +count +- +- +450 +9 +9 +9\n")
                .endsWith("\nUNKNOWN: 49 rows after warm-up, and 100 are needed\n");
    }

    @Test
    void what_was_not_observed_is_named_and_never_0() {
        String shown = tally("dump", recorded("life", 110)).out();
        assertThat(shown)
                .contains("\nnot observed: structAllocations, structAllocatedBytes, arrayAllocations, ")
                .doesNotContainPattern("\nstringAllocations ");
    }

    @Test
    void run_of_no_tick_and_lost_rows_are_shown() throws IOException {
        String file = recorded("words", 1);
        String header = Files.readAllLines(Path.of(file)).getFirst();
        Path empty = folder.resolve("empty.jsonl");
        Files.writeString(empty, header + "\n{\"end\":{\"rows\":0,\"overwritten\":7}}\n");
        assertThat(tally("dump", empty.toString()).out()).endsWith("""
            ticks  0, and 7 before these are lost

            UNKNOWN: 7 rows were overwritten; record into a larger ring
            """);
    }

    @Test
    void dump_can_come_from_standard_input() throws IOException {
        byte[] dump = Files.readAllBytes(Path.of(recorded("words", 20)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(tally(new ByteArrayInputStream(dump), out, false, "dump", "-")
                        .exitCode())
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("ticks  20\n");
    }

    @Test
    void later_run_that_does_the_same_per_tick_did_not_grow() {
        CommandLineRun compared = tally("dump", "--compare", recorded("words", 150), recorded("words", 400));
        assertThat(compared.exitCode()).as(compared.err()).isZero();
        assertThat(compared.out())
                .containsPattern("stringAllocations +9 +9 +same\n")
                .endsWith("\n\nno column grew\n");
    }

    @Test
    void column_that_grew_after_warm_up_fails_the_comparison() throws IOException {
        String before = recorded("words", 150);
        String after = changed(before, "\"stringAllocations\":9,", "\"stringAllocations\":10,");
        CommandLineRun grown = tally("dump", "--compare", before, after);
        assertThat(grown.exitCode()).isEqualTo(ExitCode.GREW.code());
        assertThat(grown.out())
                .containsPattern("stringAllocations +9 +10 +grew\n")
                .endsWith("1 column grew\n");
        CommandLineRun fallen = tally("dump", "--compare", after, before);
        assertThat(fallen.exitCode()).isZero();
        assertThat(fallen.out()).containsPattern("stringAllocations +10 +9 +fell\n");
    }

    @Test
    void one_leak_in_many_ticks_is_growth_and_one_in_warm_up_is_none() throws IOException {
        String before = recorded("words", 400);
        String leaking = changed(before, "{\"tick\":350,", "{\"tick\":350,");
        String text = Files.readString(Path.of(leaking));
        Files.writeString(Path.of(leaking), text.replaceFirst("(\"tick\":350,.*\"copies\":)9", "$110"));
        CommandLineRun late = tally("dump", "--compare", before, leaking);
        assertThat(late.exitCode()).as(late.out()).isEqualTo(ExitCode.GREW.code());
        assertThat(late.out()).containsPattern("copies +9 +9\\.00[0-9] +grew\n");
        Files.writeString(Path.of(leaking), text.replaceFirst("(\"tick\":50,.*\"copies\":)9", "$110"));
        assertThat(tally("dump", "--compare", before, leaking).exitCode()).isZero();
    }

    @Test
    void other_limits_and_columns_that_were_not_observed_are_told() throws IOException {
        String before = recorded("words", 150);
        String unobserved = "not compared, since one run did not observe them: structAllocations, ";
        CommandLineRun more = tally("dump", "--compare", recorded("life", 150), before);
        assertThat(more.out()).contains(unobserved);
        assertThat(more.exitCode()).isNotEqualTo(ExitCode.UNDECIDED.code());
        CommandLineRun less = tally("dump", "--compare", before, recorded("life", 150));
        assertThat(less.out())
                .contains(unobserved)
                .endsWith("\nthe later run observed less, so nobody knows whether something grew\n");
        assertThat(less.exitCode()).isEqualTo(ExitCode.UNDECIDED.code());
        String after = changed(before, "\"fuelPerTick\":1000000", "\"fuelPerTick\":7000");
        assertThat(tally("dump", "--compare", before, after).out())
                .startsWith("the limits differ, and ticks of other limits do other amounts of work: 1,000,000 and"
                        + " 7,000 fuel per tick\n\n");
    }

    @Test
    void runs_that_are_too_short_are_not_compared() {
        String whole = recorded("words", 150);
        String part = recorded("words", 60);
        for (String[] files : new String[][] {{whole, part}, {part, whole}}) {
            assertThat(tally("dump", "--compare", files[0], files[1])
                            .isComplaint(ExitCode.UNDECIDED)
                            .err())
                    .contains("words60.jsonl: UNKNOWN: 59 rows after warm-up");
        }
    }

    @Test
    void misuse_is_one_line() {
        String dump = recorded("words", 5);
        tally("dump").isComplaint(ExitCode.USAGE);
        assertThat(tally("dump", dump, dump).isComplaint(ExitCode.USAGE).err())
                .contains("one dump is shown at a time; add --compare");
        assertThat(tally("dump", "--compare", dump).isComplaint(ExitCode.USAGE).err())
                .contains("--compare takes two dumps, not 1");
        assertThat(tally("dump", "--compare", "--all", dump, dump)
                        .isComplaint(ExitCode.USAGE)
                        .err())
                .contains("leave out --all");
        assertThat(tally("dump", "--fast", dump).isComplaint(ExitCode.USAGE).err())
                .contains("Unknown option: '--fast'");
    }

    @Test
    void file_that_cannot_be_read_is_named() throws IOException {
        assertThat(tally("dump", "nowhere.jsonl").isComplaint(ExitCode.NO_INPUT).err())
                .isEqualTo("tally: nowhere.jsonl: there is no such file\n");
        assertThat(tally("dump", folder.toString())
                        .isComplaint(ExitCode.NO_INPUT)
                        .err())
                .endsWith(": is a directory\n");
        Path secret = Files.createFile(folder.resolve("secret"));
        assumeThat(secret.toFile().setReadable(false)).isTrue();
        assumeThat(Files.isReadable(secret)).isFalse();
        assertThat(tally("dump", secret.toString())
                        .isComplaint(ExitCode.NO_INPUT)
                        .err())
                .contains("may not be read");
    }

    @Test
    void file_that_is_no_dump_is_refused_with_its_line() throws IOException {
        assertThat(tally("dump", program("command"))
                        .isComplaint(ExitCode.NOT_A_DUMP)
                        .err())
                .endsWith("command.wasm: this is no dump of evidence\n");
        String dump = recorded("words", 5);
        assertThat(tally("dump", changed(dump, "urn:tally:evidence:1", "urn:tally:evidence:2"))
                        .isComplaint(ExitCode.NOT_A_DUMP)
                        .err())
                .contains("the dump is of version urn:tally:evidence:2; only urn:tally:evidence:1 is known");
        assertThat(tally("dump", changed(dump, "\"tick\":3,", "\"tick\":-3,"))
                        .isComplaint(ExitCode.NOT_A_DUMP)
                        .err())
                .contains("changed.jsonl: line 4: tick is negative");
        String text = Files.readString(Path.of(dump));
        for (int length : new int[] {text.length() - 1, text.length() / 2}) {
            Path part = folder.resolve("part.jsonl");
            Files.writeString(part, text.substring(0, length));
            assertThat(tally("dump", part.toString())
                            .isComplaint(ExitCode.TRUNCATED)
                            .err())
                    .contains("part.jsonl: the dump is cut off in line ");
        }
    }

    @Test
    void broken_standard_output_is_one_line() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(tally(broken, false, "dump", recorded("words", 5))
                        .isComplaint(ExitCode.CANNOT_WRITE)
                        .err())
                .isEqualTo("tally: cannot write to standard output: Broken pipe\n");
    }

    @Test
    void evidence_that_cannot_be_written_is_told_before_the_guest_runs() {
        assertThat(tally("run", "--evidence", folder.toString(), program("fails"))
                        .isComplaint(ExitCode.CANNOT_CREATE)
                        .err())
                .contains("it is a directory");
    }
}
