package dev.tally.cli.certify;

import static dev.tally.cli.CommandLineRun.guest;
import static dev.tally.cli.CommandLineRun.program;
import static dev.tally.cli.CommandLineRun.tally;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.cli.CommandLineRun;
import dev.tally.cli.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Certificates from the command line: what is written, what the shell is told, and what is said when something is wrong. */
final class CertifyCommandTest {
    private static final Path PROFILES = Path.of("src/test/resources/profiles");

    @TempDir
    private Path folder;

    private String certificate = "";

    @BeforeEach
    void chooseFile() {
        certificate = folder.resolve("certificate.json").toString();
    }

    private static String profile(String name) {
        return PROFILES.resolve(name + ".json").toString();
    }

    private CommandLineRun certify(String program, String profile) {
        return tally("certify", program, "--profile", profile, "-o", certificate);
    }

    private CommandLineRun verify(String program, String profile) {
        return tally("verify", certificate, "--module", program, "--profile", profile);
    }

    private void change(String from, String to) throws IOException {
        String text = Files.readString(Path.of(certificate));
        assertThat(text).contains(from);
        Files.writeString(Path.of(certificate), text.replace(from, to));
    }

    @Test
    void certificate_of_a_guest_that_keeps_its_profile_is_written_and_reproduced() throws IOException {
        CommandLineRun made = certify(guest("life"), profile("life"));
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).isEmpty();
        assertThat(made.err()).contains("  PASS     fuel.per-tick ").endsWith("verdict: PASS\n");
        JsonNode statement = JsonMapper.shared().readTree(Files.readAllBytes(Path.of(certificate)));
        assertThat(statement.at("/predicate/verdict").asString()).isEqualTo("PASS");
        CommandLineRun verified = verify(guest("life"), profile("life"));
        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(verified.err()).startsWith("reproduced, byte for byte\n").endsWith("verdict: PASS\n");
    }

    @Test
    void certificate_can_go_to_standard_output_and_is_nothing_but_the_payload() throws IOException {
        certify(program("chatter"), profile("chatter"));
        CommandLineRun run = tally("certify", program("chatter"), "--profile", profile("chatter"), "--output", "-");
        assertThat(run.out()).isEqualTo(Files.readString(Path.of(certificate))).doesNotContain("\n");
    }

    @Test
    void certificate_that_fails_is_written_and_reproduced_and_the_shell_is_told() {
        CommandLineRun made = certify(program("chatter"), profile("silent"));
        assertThat(made.exitCode()).isEqualTo(ExitCode.NOT_CERTIFIED.code());
        assertThat(made.err())
                .contains(
                        "  FAIL     host-calls.per-tick  at most 1, first in tick 1; limit 0 calls; failed in tick 1\n")
                .endsWith("verdict: FAIL\n");
        CommandLineRun verified = verify(program("chatter"), profile("silent"));
        assertThat(verified.exitCode()).isEqualTo(ExitCode.NOT_CERTIFIED.code());
        assertThat(verified.err()).startsWith("reproduced, byte for byte\n");
    }

    @Test
    void each_way_in_which_a_certificate_can_be_wrong_has_its_own_exit_code() throws IOException {
        certify(program("chatter"), profile("chatter"));
        byte[] whole = Files.readAllBytes(Path.of(certificate));

        assertThat(verify(program("fails"), profile("chatter"))
                        .isComplaint(ExitCode.OTHER_MODULE)
                        .err())
                .contains("is about the module ");
        assertThat(verify(program("chatter"), profile("silent"))
                        .isComplaint(ExitCode.OTHER_PROFILE)
                        .err())
                .contains("is about the profile ");

        Files.write(Path.of(certificate), java.util.Arrays.copyOf(whole, whole.length / 2));
        verify(program("chatter"), profile("chatter")).isComplaint(ExitCode.TRUNCATED);

        Files.writeString(Path.of(certificate), "{\"_type\":\"something\"}");
        verify(program("chatter"), profile("chatter")).isComplaint(ExitCode.NOT_A_CERTIFICATE);

        Files.write(Path.of(certificate), whole);
        change("\"priceTable\":\"", "\"priceTable\":\"9");
        assertThat(verify(program("chatter"), profile("chatter"))
                        .isComplaint(ExitCode.OTHER_RULES)
                        .err())
                .contains("/predicate/rules/priceTable is ");

        Files.write(Path.of(certificate), whole);
        change("\"event\":\"YIELD\",\"fuel\":\"", "\"event\":\"YIELD\",\"fuel\":\"9");
        assertThat(verify(program("chatter"), profile("chatter"))
                        .isComplaint(ExitCode.DIFFERENT)
                        .err())
                .contains("tick 1 differs: /predicate/chain/1/fuel is ");
    }

    @Test
    void bad_profile_is_refused_with_the_path_of_the_field() throws IOException {
        Path bad = folder.resolve("bad.json");
        Files.writeString(
                bad,
                Files.readString(Path.of(profile("life")))
                        .replace("\"overshoot\": \"10000\"", "\"overshoot\": \"many\""));
        assertThat(certify(guest("life"), bad.toString())
                        .isComplaint(ExitCode.PROFILE)
                        .err())
                .contains("bad.json: /limits/fuel/overshoot: ");
        assertThat(Path.of(certificate)).doesNotExist();
    }

    @Test
    void profile_that_does_not_suit_the_module_is_refused_with_the_path_of_the_call() {
        assertThat(certify(guest("life"), profile("chatter"))
                        .isComplaint(ExitCode.PROFILE)
                        .err())
                .contains("/input/calls/0: the module does not suit: the module exports no func \"_start\"");
    }

    @Test
    void files_that_cannot_be_read_or_created_are_named() {
        certify(guest("life"), "nowhere.json").isComplaint(ExitCode.NO_INPUT);
        certify("nowhere.wasm", profile("life")).isComplaint(ExitCode.NO_INPUT);
        certify(folder.toString(), profile("life")).isComplaint(ExitCode.NO_INPUT);
        certify(profile("life"), profile("life")).isComplaint(ExitCode.MODULE);
        verify(guest("life"), profile("life")).isComplaint(ExitCode.NO_INPUT);
        certificate = folder.resolve("no/such/folder.json").toString();
        certify(program("chatter"), profile("chatter")).isComplaint(ExitCode.CANNOT_CREATE);
        certificate = folder.toString();
        certify(program("chatter"), profile("chatter")).isComplaint(ExitCode.CANNOT_CREATE);
    }

    @Test
    void options_that_are_missing_are_named() {
        tally("certify", guest("life"), "-o", certificate).isComplaint(ExitCode.USAGE);
        tally("certify", guest("life"), "--profile", profile("life")).isComplaint(ExitCode.USAGE);
        tally("verify", certificate).isComplaint(ExitCode.USAGE);
    }

    @Test
    void payload_is_text_in_utf8_whatever_the_profile_is_called() throws IOException {
        Path named = folder.resolve("named.json");
        Files.writeString(named, Files.readString(Path.of(profile("chatter"))).replace("A talker", "Ein Schwätzer 𝄞"));
        certify(program("chatter"), named.toString());
        assertThat(new String(Files.readAllBytes(Path.of(certificate)), StandardCharsets.UTF_8))
                .contains("\"name\":\"Ein Schwätzer 𝄞\"");
    }
}
