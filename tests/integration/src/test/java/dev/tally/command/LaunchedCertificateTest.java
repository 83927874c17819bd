package dev.tally.command;

import static dev.tally.command.PackedCommand.ended;
import static dev.tally.command.PackedCommand.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.command.PackedCommand.Ended;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A stranger with the packed command, a module, a profile and a certificate: what is true, and each way to be wrong. */
@DisabledOnOs(OS.WINDOWS)
final class LaunchedCertificateTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path CLI = ROOT.resolve("vm-telemetry/cli/src");
    private static final Path PROGRAMS = CLI.resolve("test/resources/programs");
    private static final Path PROFILES = CLI.resolve("test/resources/profiles");

    @TempDir
    private static Path shared;

    private static byte[] certificate = {};

    @TempDir
    private Path folder;

    private Path module;
    private Path profile;
    private Path given;

    @BeforeAll
    static void certify() throws Exception {
        PackedCommand.assumeItIsThere();
        Path written = shared.resolve("certificate.json");
        Ended made = ended(started(
                "certify",
                PROGRAMS.resolve("chatter.wasm").toString(),
                "--profile",
                PROFILES.resolve("chatter.json").toString(),
                "-o",
                written.toString()));
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).isEmpty();
        assertThat(made.err()).endsWith("verdict: PASS\n");
        certificate = Files.readAllBytes(written);
    }

    @BeforeEach
    void handOver() throws Exception {
        module = Files.copy(PROGRAMS.resolve("chatter.wasm"), folder.resolve("module.wasm"));
        profile = Files.copy(PROFILES.resolve("chatter.json"), folder.resolve("profile.json"));
        given = Files.write(folder.resolve("certificate.json"), certificate);
    }

    private Ended verify() throws Exception {
        return ended(
                started("verify", given.toString(), "--module", module.toString(), "--profile", profile.toString()));
    }

    @Test
    void commands_that_a_certificate_tells_replay_it() throws Exception {
        JsonNode commands = JsonMapper.shared().readTree(certificate).at("/predicate/howToReplay");
        assertThat(commands).hasSize(2);
        for (JsonNode command : commands) {
            ProcessBuilder shell = new ProcessBuilder(
                            "/bin/sh", "-c", command.asString().replaceFirst(";.*", ""))
                    .directory(folder.toFile());
            shell.environment()
                    .merge("PATH", PackedCommand.PATH.getParent() + File.pathSeparator, (old, ours) -> ours + old);
            Ended replayed = ended(shell.start());
            assertThat(replayed.exitCode()).as(replayed.err()).isZero();
            assertThat(replayed.err()).endsWith("verdict: PASS\n");
        }
        assertThat(folder.resolve("again.json")).hasBinaryContent(certificate);
    }

    @Test
    void certificate_that_is_true_is_reproduced() throws Exception {
        Ended verified = verify();
        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(verified.err()).startsWith("reproduced, byte for byte\n").endsWith("verdict: PASS\n");
    }

    @Test
    void truncated_certificate_is_83() throws Exception {
        Files.write(given, Arrays.copyOf(certificate, certificate.length - 1));
        assertThat(verify()).isEqualTo(complaint(83, "the file ends before the certificate does"));
    }

    @Test
    void what_is_no_certificate_is_82() throws Exception {
        Files.copy(profile, given, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(verify()).isEqualTo(complaint(82, "/_type is not \"https://in-toto.io/Statement/v1\""));
    }

    @Test
    void wrong_module_is_84() throws Exception {
        module = PROGRAMS.resolve("fails.wasm");
        Ended refused = verify();
        assertThat(refused.exitCode()).isEqualTo(84);
        assertThat(refused.err()).startsWith("tally: " + given + ": the certificate is about the module ");
    }

    @Test
    void wrong_profile_is_85() throws Exception {
        profile = PROFILES.resolve("silent.json");
        Ended refused = verify();
        assertThat(refused.exitCode()).isEqualTo(85);
        assertThat(refused.err()).startsWith("tally: " + given + ": the certificate is about the profile ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/subject/3/digest/sha256; 0; 86; the certificate is about the price-table 0",
                "/subject/2/digest/sha256; 0; 87; /subject/2/digest/sha256 is \"0\", replaying gives \"",
                "/predicate/chain/0/digest; 0; 87; tick 1 differs: /predicate/chain/0/digest is \"0\", replaying gives"
                        + " \"",
                "/predicate/requirements/5/limit; 4; 87; requirement host-calls.in-total differs:"
                        + " /predicate/requirements/5/limit is \"4\", replaying gives \"3\"",
                "/predicate/verdict; FAIL; 87; /predicate/verdict is \"FAIL\", replaying gives \"PASS\"",
                "/predicate/scope/0; All.; 87; /predicate/scope/0 is \"All.\", replaying gives \"",
            })
    void tampered_certificate_is_told_where(String path, String text, int exitCode, String message) throws Exception {
        JsonNode tree = JsonMapper.shared().readTree(certificate);
        JsonPointer pointer = JsonPointer.compile(path);
        JsonNode parent = tree.at(pointer.head());
        if (parent instanceof ObjectNode object) {
            object.put(pointer.last().getMatchingProperty(), text);
        } else {
            ((ArrayNode) parent).set(pointer.last().getMatchingIndex(), StringNode.valueOf(text));
        }
        Files.writeString(given, tree.toString());
        Ended verified = verify();
        assertThat(verified.exitCode()).as(verified.err()).isEqualTo(exitCode);
        assertThat(verified.err())
                .startsWith("tally: " + given + ": " + message)
                .hasLineCount(1);
    }

    @Test
    void bad_profile_is_80_with_the_path_of_the_field() throws Exception {
        Files.writeString(
                profile, Files.readString(profile).replace("\"stackSlots\": \"1024\"", "\"stackSlots\": \"-1\""));
        Ended refused = verify();
        assertThat(refused.exitCode()).isEqualTo(80);
        assertThat(refused.err())
                .isEqualTo("tally: " + profile
                        + ": /limits/stackSlots: \"-1\" is not a decimal figure from 1 to 2147483647\n");
    }

    @Test
    void certificate_that_fails_is_81_and_says_where() throws Exception {
        profile = PROFILES.resolve("silent.json");
        Ended made =
                ended(started("certify", module.toString(), "--profile", profile.toString(), "-o", given.toString()));
        assertThat(made.exitCode()).isEqualTo(81);
        assertThat(made.err()).contains("limit 0 calls; failed in tick 1\n").endsWith("verdict: FAIL\n");
        Ended verified = verify();
        assertThat(verified.exitCode()).isEqualTo(81);
        assertThat(verified.err()).isEqualTo("reproduced, byte for byte\n" + made.err());
    }

    @Test
    void example_of_the_readme_is_made_and_replayed() throws Exception {
        Path certification = Path.of("../../vm-telemetry/certification");
        Path example = certification.resolve("src/test/resources/example");
        module = example.resolve("frames.wasm");
        profile = example.resolve("profile.json");
        Ended made =
                ended(started("certify", module.toString(), "--profile", profile.toString(), "-o", given.toString()));
        assertThat(made.exitCode()).isZero();
        assertThat(given).hasSameBinaryContentAs(example.resolve("certificate.json"));
        assertThat(Files.readString(certification.resolve("README.md"))).contains("```\n" + made.err() + "```\n");
        assertThat(verify()).isEqualTo(new Ended(0, "", "reproduced, byte for byte\n" + made.err()));
    }

    @Test
    void commands_of_the_root_readme_make_both_products() throws Exception {
        Matcher commands = Pattern.compile("```\nT=([^\n]+)\nG=([^\n]+)\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(commands.find()).isTrue();
        assertThat(ROOT.resolve(commands.group(1))).isExecutable();
        String script = "T=\"$1\" G=\"$2\"\n" + commands.group(3);
        Ended made = ended(new ProcessBuilder(
                        "/bin/sh", "-c", script, "sh", PackedCommand.PATH.toString(), absolute(commands.group(2)))
                .directory(folder.toFile())
                .start());
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).contains("stringAllocations");
        assertThat(made.err()).contains("reproduced, byte for byte\n").endsWith("verdict: PASS\n");
        assertThat(folder.resolve("words.certificate.json")).isNotEmptyFile();
    }

    private static String absolute(String path) {
        return ROOT.resolve(path).toAbsolutePath().normalize().toString();
    }

    @Test
    void exit_codes_of_the_readme_are_those_of_the_command() throws Exception {
        String readme = Files.readString(Path.of("../../vm-telemetry/certification/README.md"));
        String help = ended(started("verify", "--help")).out();
        for (int code = 80; code <= 87; code++) {
            assertThat(readme).contains("\n| " + code + " | ");
            assertThat(help).containsPattern("(?m)^ *" + code + " ");
        }
        assertThat(readme).doesNotContain("\n| 88 | ");
        assertThat(help).doesNotContainPattern("(?m)^ *88 ");
    }

    private Ended complaint(int exitCode, String message) {
        return new Ended(exitCode, "", "tally: " + given + ": " + message + "\n");
    }
}
