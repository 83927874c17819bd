package dev.tally.telemetry.certification.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tally.telemetry.certification.Profiles;
import dev.tally.telemetry.certification.Published;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile means the same to everybody or is refused, with the path of the field that is to blame. */
final class ProfileReaderTest {
    private static ProfileException refusal(byte[] profile) {
        ProfileException refusal = catchThrowableOfType(ProfileException.class, () -> ProfileReader.read(profile));
        assertThat(refusal).as(new String(profile, StandardCharsets.UTF_8)).isNotNull();
        return refusal;
    }

    @Test
    void every_field_is_read() {
        Profile profile = Profiles.usual()
                .with("/imports/-", "{\"module\":\"wasm:js-string\",\"name\":\"concat\"}")
                .read();
        assertThat(profile.name()).isEqualTo("A profile of the tests");
        assertThat(profile.tick()).isEqualTo(new Profile.Tick(1_000, Limit.none(), Limit.of(2)));
        assertThat(profile.limits())
                .isEqualTo(new Profile.Limits(
                        Limit.none(),
                        Limit.of(1_000_000),
                        Limit.none(),
                        Limit.none(),
                        Limit.none(),
                        Limit.none(),
                        1 << 20,
                        1_024));
        assertThat(profile.imports())
                .containsExactly(
                        new Grant("tally", "yield"),
                        new Grant("wasi_snapshot_preview1", null),
                        new Grant("wasm:js-string", "concat"));
        assertThat(profile.grants("wasi_snapshot_preview1", "anything")).isTrue();
        assertThat(profile.grants("wasm:js-string", "length")).isFalse();
        assertThat(profile.slices())
                .containsExactly(new Profile.Slice(100), new Profile.Slice(7), new Profile.Slice(1_000_000));
        Input input = profile.input();
        assertThat(input.seed()).isEqualTo(7);
        assertThat(input.calls().getFirst().entry()).isEqualTo("sum");
        assertThat(input.calls().getFirst().path()).isEqualTo("/input/calls/0");
        assertThat(input.calls().getFirst().arguments()).containsExactly(new Input.Argument("i32", 500));
        assertThat(input.wasi().arguments()).containsExactly("program");
        assertThat(input.wasi().environment()).containsExactly(new Input.Variable("LANG", "C"));
        assertThat(input.wasi().stdin()).isEqualTo("input".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void no_limit_and_limit_0_are_different_things() {
        Limit none = Profiles.usual().read().limits().hostCallsInTotal();
        Limit zero = Profiles.usual()
                .text("/limits/hostCalls/inTotal", "0")
                .read()
                .limits()
                .hostCallsInTotal();
        assertThat(none.admits(Long.MAX_VALUE)).isTrue();
        assertThat(zero.admits(0)).isTrue();
        assertThat(zero.admits(1)).isFalse();
        assertThat(none).isNotEqualTo(zero).hasToString("no limit");
        assertThat(zero).hasToString("0");
        assertThat(refusal(Profiles.usual().without("/limits/hostCalls/inTotal").bytes())
                        .path())
                .as("silence is neither")
                .isEqualTo("/limits/hostCalls/inTotal");
        assertThat(refusal(Profiles.usual()
                                .with("/limits/hostCalls/inTotal", "null")
                                .bytes())
                        .path())
                .isEqualTo("/limits/hostCalls/inTotal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "/schema; `\"urn:tally:certification-profile:2\"`",
                "/name; null",
                "/name; `[]`",
                "/tick; `\"\"`",
                "/tick/fuel; `\"0\"`",
                "/tick/fuel; `\"no limit\"`",
                "/tick/most; `\"-1\"`",
                "/tick/most; `\"01\"`",
                "/tick/most; `\"+1\"`",
                "/tick/most; `\" 1\"`",
                "/tick/most; `\"1e3\"`",
                "/tick/most; `\"1_000\"`",
                "/tick/most; `\"٣\"`",
                "/tick/most; `\"No limit\"`",
                "/tick/most; `\"9223372036854775808\"`",
                "/tick/digestEvery; `\"0\"`",
                "/tick/digestEvery; `\"no limit\"`",
                "/limits/fuel/perTick; `\"\"`",
                "/limits/fuel; `[]`",
                "/limits/bytes; `\"no limit\"`",
                "/limits/bytes; `\"0\"`",
                "/limits/stackSlots; `\"0\"`",
                "/limits/stackSlots; `\"2147483648\"`",
                "/imports; `{}`",
                "/imports/0; `\"tally\"`",
                "/imports/0/module; `\"env\"`",
                "/imports/0/name; null",
                "/input; null",
                "/input/calls; `[]`",
                "/input/calls/0; null",
                "/input/calls/0/entry; `[]`",
                "/input/calls/0/arguments; null",
                "/input/calls/0/arguments/0/type; `\"v128\"`",
                "/input/calls/0/arguments/0/value; `\"2147483648\"`",
                "/input/calls/0/arguments/0/value; `\"-2147483649\"`",
                "/input/calls/0/arguments/0/value; `\"0x10\"`",
                "/input/calls/0/arguments/0/value; `\"-0\"`",
                "/input/calls/0/arguments/0/value; null",
                "/input/seed; `\"9223372036854775808\"`",
                "/input/wasi; null",
                "/input/wasi/arguments; `[]`",
                "/input/wasi/arguments/0; `\"\\u0000\"`",
                "/input/wasi/environment/0/name; `\"\"`",
                "/input/wasi/environment/0/name; `\"a=b\"`",
                "/input/wasi/environment/0/value; `\"\\u0000\"`",
                "/input/wasi/stdin; `\"aW5wdXQ\"`",
                "/input/wasi/stdin; `\"aW5wdXR=\"`",
                "/input/wasi/stdin; `\"aW5w\\ndXQ=\"`",
                "/slices; null",
                "/slices/0; `\"0\"`",
                "/slices/1; `\"100\"`"
            })
    void bad_field_is_refused_with_its_path(String path, String value) {
        byte[] profile = Profiles.usual().with(path, value).bytes();
        ProfileException refusal = refusal(profile);
        assertThat(refusal.path()).isEqualTo(path);
        assertThat(refusal).hasMessageStartingWith(path + ": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "f32; `\"1.5\"`",
                "f32; `\"0x3FC00000\"`",
                "f32; `\"0x3fc0000\"`",
                "f64; `\"0x3fc00000\"`",
                "i64; `\"9223372036854775808\"`",
                "externref; `[]`"
            })
    void argument_in_another_form_is_refused(String type, String value) {
        byte[] profile = Profiles.usual()
                .text("/input/calls/0/arguments/0/type", type)
                .with("/input/calls/0/arguments/0/value", value)
                .bytes();
        assertThat(refusal(profile).path()).isEqualTo("/input/calls/0/arguments/0/value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/more",
                "/tick/more",
                "/limits/more",
                "/limits/fuel/more",
                "/limits/hostCalls/more",
                "/imports/0/more",
                "/input/more",
                "/input/calls/0/more",
                "/input/calls/0/arguments/0/more",
                "/input/wasi/more",
                "/input/wasi/environment/0/more"
            })
    void unknown_field_is_refused_with_its_path(String path) {
        byte[] profile = Profiles.usual().text(path, "").bytes();
        assertThat(refusal(profile).path()).isEqualTo(path);
        assertThat(Published.errorsOfProfile(profile)).isNotEmpty();
    }

    @Test
    void field_that_stands_there_twice_is_refused_with_its_path() {
        String profile = new String(Profiles.usual().bytes(), StandardCharsets.UTF_8)
                .replace("\"perTick\"", "\"perTick\":\"1\",\"perTick\"");
        assertThat(refusal(profile.getBytes(StandardCharsets.UTF_8)).path()).isEqualTo("/limits/fuel/perTick");
    }

    @Test
    void number_is_refused_with_its_path() {
        assertThat(refusal(Profiles.usual().with("/tick/fuel", "1000").bytes()).path())
                .isEqualTo("/tick/fuel");
    }

    @Test
    void every_missing_field_is_refused_with_its_path() {
        for (String path : List.of(
                "/schema",
                "/name",
                "/tick",
                "/tick/fuel",
                "/tick/most",
                "/tick/digestEvery",
                "/limits",
                "/limits/fuel",
                "/limits/fuel/perTick",
                "/limits/fuel/inTotal",
                "/limits/fuel/overshoot",
                "/limits/hostCalls",
                "/limits/hostCalls/perTick",
                "/limits/hostCalls/inTotal",
                "/limits/ticks",
                "/limits/bytes",
                "/limits/stackSlots",
                "/imports",
                "/imports/0/module",
                "/input",
                "/input/calls",
                "/input/calls/0/entry",
                "/input/calls/0/arguments",
                "/input/calls/0/arguments/0/type",
                "/input/calls/0/arguments/0/value",
                "/input/seed",
                "/input/wasi/arguments",
                "/input/wasi/environment",
                "/input/wasi/environment/0/name",
                "/input/wasi/environment/0/value",
                "/input/wasi/stdin",
                "/slices")) {
            byte[] profile = Profiles.usual().without(path).bytes();
            assertThat(refusal(profile).path()).isEqualTo(path);
            assertThat(Published.errorsOfProfile(profile)).as(path).isNotEmpty();
        }
    }

    @Test
    void run_without_an_end_is_refused() {
        byte[] endless =
                Profiles.usual().text("/limits/fuel/inTotal", "no limit").bytes();
        assertThat(refusal(endless).path()).isEqualTo("/tick/most");
        for (String bound : List.of("/tick/most", "/limits/ticks")) {
            assertThat(Profiles.usual()
                            .text("/limits/fuel/inTotal", "no limit")
                            .text(bound, "0")
                            .read())
                    .isNotNull();
        }
    }

    @Test
    void stack_that_does_not_fit_into_the_bytes_is_refused() {
        assertThat(refusal(Profiles.usual().text("/limits/bytes", "8191").bytes())
                        .path())
                .isEqualTo("/limits/stackSlots");
        assertThat(Profiles.usual()
                        .text("/limits/bytes", "8192")
                        .read()
                        .limits()
                        .bytes())
                .isEqualTo(8_192);
    }

    @Test
    void two_variables_of_one_name_are_refused() {
        assertThat(refusal(Profiles.usual()
                                .with("/input/wasi/environment/-", "{\"name\":\"LANG\",\"value\":\"\"}")
                                .bytes())
                        .path())
                .isEqualTo("/input/wasi/environment/1/name");
    }

    @Test
    void what_is_no_json_is_refused_as_a_whole() {
        for (String text : List.of("", "profile", "[]", "\"\"", "{} {}")) {
            assertThat(refusal(text.getBytes(StandardCharsets.UTF_8))).as(text).hasMessageStartingWith("the profile: ");
        }
    }

    @Test
    void profile_is_valid_by_its_schema() {
        assertThat(Published.errorsOfProfile(Profiles.usual().bytes())).isEmpty();
        assertThat(Published.errorsOfProfile(
                        Profiles.usual().without("/input/wasi").bytes()))
                .isEmpty();
        assertThat(Published.errorsOfProfile(
                        Profiles.usual().without("/imports/0/name").bytes()))
                .isEmpty();
        assertThat(Published.errorsOfProfile(
                        Profiles.usual().text("/tick/fuel", "0").bytes()))
                .isNotEmpty();
    }

    @Test
    void digest_is_of_the_bytes_and_that_of_the_input_of_its_meaning() {
        Profile profile = Profiles.usual().read();
        String spaced = new String(Profiles.usual().bytes(), StandardCharsets.UTF_8).replace(",", ", ");
        Profile same = ProfileReader.read(spaced.getBytes(StandardCharsets.UTF_8));
        assertThat(same.sha256()).isNotEqualTo(profile.sha256());
        assertThat(same.input().sha256()).isEqualTo(profile.input().sha256());
        assertThat(Profiles.usual().text("/input/seed", "8").read().input().sha256())
                .isNotEqualTo(profile.input().sha256());
        assertThat(Profiles.usual().text("/name", "another").read().input().sha256())
                .isEqualTo(profile.input().sha256());
    }
}
