package dev.tally.telemetry.certification.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tally.telemetry.certification.Profiles;
import dev.tally.telemetry.certification.Published;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every field of the published schema is tried with everything that it cannot be. */
final class ProfileFieldsTest {
    private static Profiles full() {
        return Profiles.usual();
    }

    /** The paths of all fields and elements of a value. */
    private static Set<String> paths(JsonNode node) {
        Set<String> paths = new TreeSet<>();
        collect(node, "", paths);
        return paths;
    }

    private static void collect(JsonNode node, String path, Set<String> paths) {
        paths.add(path);
        if (node.isObject()) {
            node.properties().forEach(field -> collect(field.getValue(), path + "/" + field.getKey(), paths));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), path + "/" + i, paths);
            }
        }
    }

    @Test
    void profile_of_the_tests_has_every_field_of_the_schema() {
        Set<String> fields = new TreeSet<>();
        paths(JsonMapper.shared().readTree(full().bytes())).stream()
                .filter(path -> !path.isEmpty() && !path.matches(".*/\\d+"))
                .map(path -> path.substring(1).replaceAll("/\\d+", "[]").replace('/', '.'))
                .forEach(fields::add);
        assertThat(fields).isEqualTo(Published.pathsOfProfile());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "42",
                "0.5",
                "true",
                "[]",
                "{}",
                "\"\"",
                "\" \"",
                "\"-1\"",
                "\"a\\u0000\"",
                "\"QQ==\"",
                "\"QR==\"",
                "[null]",
                "{\"a\":\"b\"}"
            })
    void field_that_is_something_else_is_refused_with_its_path(String something) {
        for (String path : paths(JsonMapper.shared().readTree(full().bytes()))) {
            byte[] profile = path.isEmpty()
                    ? something.getBytes(StandardCharsets.UTF_8)
                    : full().with(path, something).bytes();
            ProfileException refusal = catchThrowableOfType(ProfileException.class, () -> ProfileReader.read(profile));
            if (Published.errorsOfProfile(profile).isEmpty()) {
                assertThat(refusal).as("%s may be %s", path, something).isNull();
            } else {
                assertThat(refusal).as("%s may not be %s", path, something).isNotNull();
                // Where an object or an array is wanted and is there, what it lacks or has too much is to blame.
                boolean within = something.matches("[\\[{].*") && refusal.path().startsWith(path + "/");
                assertThat(within ? path : refusal.path()).as(something).isEqualTo(path);
                assertThat(refusal)
                        .hasMessageStartingWith(refusal.path().isEmpty() ? "the profile: " : refusal.path() + ": ");
            }
        }
    }
}
