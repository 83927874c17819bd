package dev.tally.telemetry.certification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.telemetry.certification.Verification.Outcome;
import dev.tally.telemetry.certification.profile.Profile;
import dev.tally.telemetry.certification.profile.ProfileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The README names every field and every word of the schemas, and its example is what this program makes of it. */
final class ReadmeTest {
    private static final String README = read(Path.of("README.md"));
    private static final Path EXAMPLE = Path.of("src/test/resources/example");

    /** Where the example is written as it is now, for whoever has changed it on purpose. */
    private static final Path MADE = Path.of("target/example");

    private static final int WIDTH = 160;

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String section(String title) {
        int begin = README.indexOf("\n## " + title + "\n");
        assertThat(begin).as(title).isNotNegative();
        int end = README.indexOf("\n## ", begin + 1);
        return README.substring(begin, end < 0 ? README.length() : end);
    }

    /** What stands in code quotes and matches. */
    private static Set<String> quoted(String text, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String block(String language, int place) {
        return Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(section("An example"))
                .results()
                .filter(block -> block.group(1).equals(language))
                .skip(place)
                .findFirst()
                .orElseThrow()
                .group(2);
    }

    // Fields and words.

    @Test
    void every_field_of_the_profile_is_documented_and_no_other() {
        assertThat(quoted(section("The profile"), "^\\| `(.+?)` \\|")).isEqualTo(Published.pathsOfProfile());
    }

    @Test
    void every_field_of_the_certificate_is_documented_and_no_other() {
        Set<String> documented = quoted(section("The certificate"), "^\\| `(_type|subject.*?|predicate.*?)` \\|");
        assertThat(documented).isEqualTo(Published.pathsOfCertificate());
    }

    @Test
    void every_word_that_a_field_can_have_is_documented() {
        assertThat(quoted(section("The profile") + section("Figures"), "`\"?([^`\"]+)\"?`"))
                .containsAll(Published.wordsOfProfile());
        Set<String> words = Published.wordsOfCertificate();
        assertThat(words).contains("PASS", "HOST_CALL", "fuel.per-tick", "ENFORCED");
        assertThat(quoted(section("The certificate") + section("Figures"), "`\"?([^`\"]+)\"?`"))
                .containsAll(words);
    }

    @Test
    void requirements_are_listed_with_basis_and_unit() {
        Certificate certificate = certificate();
        for (Requirement requirement : certificate.requirements()) {
            assertThat(section("The certificate"))
                    .contains("| `" + requirement.id() + "` | `" + requirement.basis() + "` | `" + requirement.unit()
                            + "` |\n");
        }
    }

    @Test
    void price_table_begins_as_it_says() {
        assertThat(section("The certificate"))
                .contains("`" + PriceTable.text().lines().findFirst().orElseThrow() + "`");
        String line = quoted(section("The certificate"), "\\(`([0-9a-f]{8} [^`]+)`\\)")
                .iterator()
                .next();
        assertThat(PriceTable.text().lines()).contains(line);
    }

    // The example.

    private static byte[] module() {
        return Base64.getDecoder().decode(block("", 0).strip());
    }

    private static Profile profile() {
        return ProfileReader.read(block("json", 0).getBytes(StandardCharsets.UTF_8));
    }

    private static Certificate certificate() {
        return Certifier.create().certify(module(), profile());
    }

    @Test
    void example_is_made_of_the_files_that_it_names() throws IOException {
        assertThat(block("wat", 0)).isEqualTo(read(EXAMPLE.resolve("frames.wat")));
        assertThat(module()).isEqualTo(Files.readAllBytes(EXAMPLE.resolve("frames.wasm")));
        assertThat(block("json", 0)).isEqualTo(read(EXAMPLE.resolve("profile.json")));
    }

    @Test
    void example_is_made_again_byte_for_byte() throws IOException {
        byte[] payload = certificate().payload();
        JsonNode tree = Published.checked(payload);
        String readable = laidOut(tree, 0) + "\n";
        Files.createDirectories(MADE);
        Files.write(MADE.resolve("certificate.json"), payload);
        Files.writeString(MADE.resolve("readable.json"), readable);
        assertThat(Path.of(EXAMPLE.toString(), "certificate.json"))
                .as("if prices, digests or the format were changed on purpose, %s is the new one", MADE)
                .hasBinaryContent(payload);
        assertThat(block("json", 1)).isEqualTo(readable);
        assertThat(section("An example"))
                .contains("`" + dev.tally.telemetry.certification.json.Sha256.of(payload) + "`");
        assertThat(certificate().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void example_is_replayed_and_what_is_said_of_a_wrong_one_is_true() throws IOException {
        byte[] payload = Files.readAllBytes(EXAMPLE.resolve("certificate.json"));
        assertThat(Verifier.create().verify(payload, module(), profile()).outcome())
                .isEqualTo(Outcome.REPRODUCED);
        JsonNode tree = JsonMapper.shared().readTree(payload);
        String digest = tree.at("/predicate/chain/2/digest").asString();
        String wrong = new String(payload, StandardCharsets.UTF_8).replace(digest, "0".repeat(64));
        Verification verification =
                Verifier.create().verify(wrong.getBytes(StandardCharsets.UTF_8), module(), profile());
        assertThat(verification.message())
                .startsWith("tick 3 differs: /predicate/chain/2/digest is ")
                .contains(", replaying gives ");
    }

    /** A value on one line if it fits, otherwise with a line for each field or element. */
    private static String laidOut(JsonNode node, int indent) {
        String line = onOneLine(node);
        if (indent + line.length() < WIDTH && !line.contains("}, {") || node.isEmpty()) {
            return line;
        }
        String gap = "\n" + " ".repeat(indent + 2);
        String end = "\n" + " ".repeat(indent);
        return node.isObject()
                ? node.properties().stream()
                        .map(field -> "\"" + field.getKey() + "\": " + laidOut(field.getValue(), indent + 2))
                        .collect(Collectors.joining("," + gap, "{" + gap, end + "}"))
                : node.valueStream()
                        .map(element -> laidOut(element, indent + 2))
                        .collect(Collectors.joining("," + gap, "[" + gap, end + "]"));
    }

    private static String onOneLine(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .map(field -> "\"" + field.getKey() + "\": " + onOneLine(field.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        if (node.isArray()) {
            return node.valueStream().map(ReadmeTest::onOneLine).collect(Collectors.joining(", ", "[ ", " ]"));
        }
        return node.toString();
    }
}
