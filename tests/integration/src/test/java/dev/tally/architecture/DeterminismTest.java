package dev.tally.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Instant;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What could make two runs of one guest differ is out of reach of the code: clocks, randomness, identity, defaults of the
 * machine. A place that may ask for wall time is named here, with its reason.
 */
final class DeterminismTest {
    /** Evidence measures pauses and wall time, the command shows progress: neither answers a guest. */
    private static final List<String> MAY_READ_CLOCKS = List.of("dev.tally.telemetry.engineering", "dev.tally.cli");

    /** The guest's test mode that rests at random safepoints, and the random numbers of WASI: both replay from their seed. */
    private static final List<String> MAY_DRAW_FROM_A_SEED = List.of("dev.tally.runtime", "dev.tally.runtime.wasi");

    private static final Set<String> CLOCKS_RANDOMNESS_AND_IDENTITY = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.identityHashCode",
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.util.UUID.randomUUID",
            "java.util.Date.<init>",
            "java.util.Calendar.getInstance",
            // Asked by key it is a fact of the program; walked, its order is one of the process.
            "java.util.IdentityHashMap.entrySet",
            "java.util.IdentityHashMap.forEach",
            "java.util.IdentityHashMap.keySet",
            "java.util.IdentityHashMap.values");

    private static final Set<String> CLOCKS_AND_RANDOM_GENERATORS = Set.of(
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random",
            "java.util.concurrent.ThreadLocalRandom",
            "java.util.random.RandomGenerator",
            "java.util.random.RandomGeneratorFactory",
            "java.security.SecureRandom");

    private static final Set<String> FIGURES_OF_THE_MACHINE = Set.of(
            "java.lang.System.getProperty",
            "java.lang.System.getProperties",
            "java.lang.System.getenv",
            "java.lang.Boolean.getBoolean",
            "java.lang.Integer.getInteger",
            "java.lang.Long.getLong",
            "java.lang.Runtime.availableProcessors",
            "java.lang.Runtime.freeMemory",
            "java.lang.Runtime.maxMemory",
            "java.lang.Runtime.totalMemory");

    /** Calls whose result depends on the default locale or charset; each has a sibling that names one. */
    private static final Set<String> DEFAULT_LOCALE_AND_CHARSET = Set.of(
            "java.util.Locale.getDefault()",
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "java.lang.String.formatted([Ljava.lang.Object;)",
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.io.PrintStream.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintStream.format(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintWriter.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintWriter.format(java.lang.String, [Ljava.lang.Object;)",
            "java.util.Formatter.<init>()",
            "java.util.Formatter.<init>(java.lang.Appendable)",
            "java.util.Scanner.<init>(java.io.InputStream)",
            "java.nio.charset.Charset.defaultCharset()",
            "java.lang.String.getBytes()",
            "java.lang.String.<init>([B)",
            "java.lang.String.<init>([B, int, int)",
            "java.io.InputStreamReader.<init>(java.io.InputStream)",
            "java.io.OutputStreamWriter.<init>(java.io.OutputStream)",
            "java.io.PrintStream.<init>(java.io.OutputStream)",
            "java.io.PrintStream.<init>(java.io.OutputStream, boolean)",
            "java.io.PrintWriter.<init>(java.io.OutputStream)",
            "java.io.PrintWriter.<init>(java.io.OutputStream, boolean)",
            "java.io.ByteArrayOutputStream.toString()",
            "java.io.FileReader.<init>(java.lang.String)",
            "java.io.FileReader.<init>(java.io.File)",
            "java.io.FileWriter.<init>(java.lang.String)",
            "java.io.FileWriter.<init>(java.io.File)");

    private static final Set<String> STANDARD_STREAMS =
            Set.of("java.lang.System.in", "java.lang.System.out", "java.lang.System.err");

    @Test
    void clocks_randomness_and_identity_stay_in_named_packages() {
        assertThat(uses(
                        ProductionClasses.ALL,
                        type -> MAY_READ_CLOCKS.stream().noneMatch(name -> within(type, name)),
                        DeterminismTest::differsBetweenRuns))
                .as("derive it from fuel, a seed or a creation number; exempt packages are named here")
                .isEmpty();
    }

    @Test
    void generators_with_a_seed_stay_in_named_packages() {
        assertThat(uses(
                        ProductionClasses.ALL,
                        type -> !MAY_DRAW_FROM_A_SEED.contains(type.getPackageName()),
                        DeterminismTest::drawsFromASeed))
                .as("randomness is the host's choice and comes from its seed; packages that may draw are named here")
                .isEmpty();
    }

    @Test
    void libraries_read_no_figure_of_the_machine() {
        assertThat(uses(ProductionClasses.ALL, DeterminismTest::isLibrary, DeterminismTest::readsTheMachine))
                .as("let the host say it, in limits or options")
                .isEmpty();
    }

    @Test
    void libraries_print_nothing() {
        assertThat(uses(ProductionClasses.ALL, DeterminismTest::isLibrary, DeterminismTest::prints))
                .as("log through SLF4J, or write where the host asked to")
                .isEmpty();
    }

    @Test
    void texts_name_their_locale_and_charset() {
        assertThat(uses(ProductionClasses.ALL, type -> true, DeterminismTest::dependsOnDefaults))
                .as("name Locale.ROOT or StandardCharsets.UTF_8, or join the parts with +")
                .isEmpty();
    }

    @Test
    void every_rule_sees_an_offender() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        assertThat(uses(offender, type -> true, DeterminismTest::differsBetweenRuns))
                .hasSize(5);
        assertThat(uses(offender, type -> true, DeterminismTest::drawsFromASeed))
                .hasSize(2);
        assertThat(uses(offender, type -> true, DeterminismTest::readsTheMachine))
                .hasSize(1);
        assertThat(uses(offender, type -> true, DeterminismTest::prints)).hasSize(1);
        assertThat(uses(offender, type -> true, DeterminismTest::dependsOnDefaults))
                .hasSize(2);
    }

    /** Breaks each rule, once per way in which a class file can show it. */
    @SuppressWarnings({"unused", "StringCaseLocaleUsage"})
    private static final class Offender {
        static final LongSupplier CLOCK = System::nanoTime;

        static String offend() {
            System.out.println(Instant.now());
            return "%d %s"
                    .formatted(new Random().nextInt() + new SplittableRandom().nextInt(), System.getenv("HOME"))
                    .toUpperCase();
        }
    }

    private static boolean differsBetweenRuns(AccessTarget target) {
        return CLOCKS_RANDOMNESS_AND_IDENTITY.contains(name(target))
                || CLOCKS_AND_RANDOM_GENERATORS.contains(target.getOwner().getName())
                || signature(target).equals("java.util.SplittableRandom.<init>()")
                || target.getName().equals("now") && target.getOwner().isAssignableTo(TemporalAccessor.class);
    }

    private static boolean drawsFromASeed(AccessTarget target) {
        return target.getOwner().getName().equals("java.util.SplittableRandom");
    }

    private static boolean readsTheMachine(AccessTarget target) {
        return FIGURES_OF_THE_MACHINE.contains(name(target));
    }

    private static boolean prints(AccessTarget target) {
        return STANDARD_STREAMS.contains(name(target))
                || target.getName().equals("printStackTrace")
                        && target.getOwner().isAssignableTo(Throwable.class);
    }

    private static boolean dependsOnDefaults(AccessTarget target) {
        return DEFAULT_LOCALE_AND_CHARSET.contains(signature(target));
    }

    private static Stream<String> uses(JavaClasses classes, Predicate<JavaClass> where, Predicate<AccessTarget> what) {
        return classes.stream()
                .filter(where)
                .flatMap(type -> Stream.of(
                                type.getAccessesFromSelf(),
                                type.getMethodReferencesFromSelf(),
                                type.getConstructorReferencesFromSelf())
                        .flatMap(Set::stream)
                        .filter(access -> what.test(access.getTarget()))
                        .map(JavaAccess::getDescription))
                .distinct()
                .sorted();
    }

    private static boolean isLibrary(JavaClass type) {
        return !within(type, "dev.tally.cli");
    }

    private static boolean within(JavaClass type, String packageName) {
        return type.getPackageName().equals(packageName)
                || type.getPackageName().startsWith(packageName + ".");
    }

    private static String name(AccessTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }

    private static String signature(AccessTarget target) {
        String parameters = target instanceof AccessTarget.CodeUnitAccessTarget call
                ? call.getRawParameterTypes().stream()
                        .map(JavaClass::getName)
                        .collect(Collectors.joining(", ", "(", ")"))
                : "";
        return name(target) + parameters;
    }
}
