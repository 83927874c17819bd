package dev.tally.hotspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.guests.GuestProgram;
import dev.tally.heap.HeapCounters;
import dev.tally.runtime.Engine.Tier;
import dev.tally.runtime.Functions;
import dev.tally.runtime.Guest;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that programs spend their time in is left uncompiled: not by us, and not by HotSpot. */
final class HotMethodsTest {
    /** HotSpot compiles no method that is larger. */
    private static final int HUGE_METHOD_BYTES = 8_000;

    /** The part of a program's fuel from which on a function must run compiled. */
    private static final double HOT = 0.05;

    /** A program that uses less is over before anything of it could be compiled. */
    private static final long HOT_FUEL = 200_000;

    /** Short, and of no period that a loop of a program is likely to have. */
    private static final long SAMPLED_EVERY = 97;

    /** One long function without a loop, in parts, each of which is called too seldom to be given to C2 while it is watched. */
    private static final String STRAIGHT = "straight";

    static Stream<GuestProgram> programs() {
        return Workload.programs().stream();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void every_function_that_is_hot_is_compiled(GuestProgram program) {
        assertThat(hotWithoutMethod(program, Tier.COMPILED)).isEmpty();
    }

    @Test
    void a_hot_function_without_a_method_is_found() {
        assertThat(hotWithoutMethod(GuestProgram.named("dispatch"), Tier.INTERPRETED))
                .isNotEmpty();
    }

    private static List<String> hotWithoutMethod(GuestProgram program, Tier tier) {
        Map<String, Integer> samples = new TreeMap<>();
        Workload workload = new Workload(program, SAMPLED_EVERY);
        long fuel = workload.run(
                guest -> Functions.watch(guest, name -> samples.merge(name, 1, Integer::sum)), guest -> {});
        List<String> hot = new ArrayList<>();
        workload.run(guest -> guest.runIn(tier, 0), guest -> hot.addAll(Functions.withoutMethod(guest)));
        int all = samples.values().stream().mapToInt(Integer::intValue).sum();
        hot.removeIf(name -> fuel < HOT_FUEL || samples.getOrDefault(name, 0) < HOT * all);
        return hot;
    }

    @Test
    void hotspot_compiles_every_method_that_becomes_hot() throws Exception {
        JitLog log = JitLog.of(List.of());
        assertThat(log.refusals()).isEmpty();
        assertThat(log.programsInMachineCode())
                .containsAll(Stream.of(GuestProgram.working(), GuestProgram.allocating(), GuestProgram.kernels())
                        .flatMap(List::stream)
                        .map(GuestProgram::toString)
                        .filter(program -> !program.equals(STRAIGHT))
                        .toList());
    }

    @Test
    void a_method_that_hotspot_gives_up_is_listed_with_its_program() throws Exception {
        JitLog log = JitLog.of(List.of("-XX:MaxNodeLimit=3000", "-XX:NodeLimitFudgeFactor=100"), "sha256");
        assertThat(log.refusals()).anySatisfy(refusal -> {
            assertThat(refusal.isOfGenerated()).isTrue();
            assertThat(refusal.toString()).contains("in sha256: out of nodes");
        });
    }

    @Test
    void no_method_of_ours_is_too_large_for_hotspot() throws Exception {
        int largest = 0;
        List<String> tooLarge = new ArrayList<>();
        for (Class<?> ofModule : List.of(TrapKind.class, HeapCounters.class, Guest.class)) {
            for (Map.Entry<String, Integer> method : methodBytes(ofModule).entrySet()) {
                largest = Math.max(largest, method.getValue());
                if (method.getValue() > HUGE_METHOD_BYTES) {
                    tooLarge.add(method.toString());
                }
            }
        }
        assertThat(tooLarge).isEmpty();
        assertThat(largest).as("bytes of the interpreter's loop").isGreaterThan(HUGE_METHOD_BYTES / 4);
    }

    /** The bytes of bytecode of all methods in the folder or jar that a class comes from. */
    private static Map<String, Integer> methodBytes(Class<?> type) throws IOException, URISyntaxException {
        URI location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path path = Path.of(location);
        if (Files.isDirectory(path)) {
            return methodBytes(path);
        }
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
            return methodBytes(jar.getPath("/"));
        }
    }

    private static Map<String, Integer> methodBytes(Path root) throws IOException {
        Map<String, Integer> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                var model = ClassFile.of().parse(Files.readAllBytes(file));
                for (var method : model.methods()) {
                    if (method.code().orElse(null) instanceof CodeAttribute code) {
                        bytes.put(file + " " + method.methodName() + method.methodType(), code.codeLength());
                    }
                }
            }
        }
        return bytes;
    }
}
