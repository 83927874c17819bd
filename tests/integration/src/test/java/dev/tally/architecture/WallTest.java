package dev.tally.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tally.architecture.planted.PlantedClock;
import dev.tally.architecture.planted.PlantedDependency;
import dev.tally.architecture.planted.PlantedEvidence;
import dev.tally.architecture.planted.PlantedFacts;
import dev.tally.heap.account.Ledger;
import dev.tally.telemetry.certification.run.PublicFacts;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The wall between evidence and certificates: what certification may use is listed here, and nothing else; no counter is
 * read where a guest could be told of it. Each rule is shown to see an offender that is planted for it.
 */
final class WallTest {
    private static final String CERTIFICATION = "dev.tally.telemetry.certification";

    /** Packages and types that certification may depend on; of the JDK, what computes and stores, and nothing that asks. */
    private static final Set<String> MAY_USE = Set.of(
            "java.io.OutputStream",
            "java.lang",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.nio.Buffer",
            "java.nio.ByteBuffer",
            "java.nio.CharBuffer",
            "java.nio.charset.CharacterCodingException",
            "java.nio.charset.Charset",
            "java.nio.charset.CharsetDecoder",
            "java.nio.charset.CharsetEncoder",
            "java.nio.charset.CoderResult",
            "java.nio.charset.StandardCharsets",
            "java.security.DigestOutputStream",
            "java.security.MessageDigest",
            "java.security.NoSuchAlgorithmException",
            "java.util.ArrayList",
            "java.util.Arrays",
            "java.util.Base64",
            "java.util.Collection",
            "java.util.Collections",
            "java.util.Comparator",
            "java.util.HashSet",
            "java.util.HexFormat",
            "java.util.Iterator",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.List",
            "java.util.Map",
            "java.util.Objects",
            "java.util.Optional",
            "java.util.Set",
            "java.util.TreeMap",
            "java.util.TreeSet",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "org.jspecify.annotations",
            "tools.jackson.core",
            "tools.jackson.core.exc",
            "tools.jackson.core.json",
            "dev.tally.core",
            "dev.tally.core.isa",
            "dev.tally.core.type",
            "dev.tally.runtime",
            "dev.tally.runtime.wasi");

    /** What certification may ask the machine: public facts, each of them the same in every run. */
    private static final Set<String> MAY_ASK = Set.of(
            "Engine.create",
            "Engine.load",
            "Engine.spawn",
            "FunctionReference.name",
            "FunctionReference.type",
            "Guest.call",
            "Guest.close",
            "Guest.fuelUsed",
            "Guest.function",
            "Guest.hostCalls",
            "Guest.result",
            "Guest.stateDigest",
            "Guest.tick",
            "Guest.trap",
            // A result that is an object: what kind it is of and how many fields or elements its program gave it.
            "GuestObject.toString",
            "Imports.builder",
            "Imports$Builder.build",
            "Imports$Builder.watchedBy",
            "Limits.<init>",
            "Module.digest",
            "Module.imports",
            "Module.overshoot",
            "Module$Import.module",
            "Module$Import.name",
            "TickOutcome.inProgress",
            "TickOutcome.ordinal",
            "TickOutcome.values",
            "TickOutcome.OUT_OF_FUEL",
            "TickOutcome.RETURNED",
            "TickOutcome.TRAPPED",
            "TickOutcome.WAITING",
            "TickOutcome.YIELDED",
            "Trap.exitCode",
            "Trap.kind",
            "Trap.stack",
            "Trap$Frame.function",
            "Trap$Frame.index",
            "Trap$Frame.offset",
            "Wasi.addTo",
            "Wasi.builder",
            "Wasi$Builder.arguments",
            "Wasi$Builder.build",
            "Wasi$Builder.environment",
            "Wasi$Builder.seed",
            "Wasi$Builder.stderr",
            "Wasi$Builder.stdin",
            "Wasi$Builder.stdout");

    /** Whatever of java.lang tells of the machine, the process or the moment. */
    private static final Set<String> MAY_NOT_ASK = Set.of(
            "java.lang.System",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.StackWalker");

    /** All that certificates are made of, beside the profile and what is known of a module without running it. */
    private static final Set<String> PUBLIC_FACTS = Set.of(
            "stop Stop",
            "ticks long",
            "fuelPerTick Watermark",
            "fuel Watermark",
            "hostCallsPerTick Watermark",
            "hostCalls Watermark",
            "calls List<CallFacts>",
            "chain List<ChainLink>",
            "stdout String",
            "stderr String",
            "Watermark.most long",
            "Watermark.firstTick long",
            "Watermark.exceededIn long",
            "CallFacts.entry String",
            "CallFacts.ending Ending",
            "CallFacts.tick long",
            "CallFacts.fuel long",
            "CallFacts.results List<Result>",
            "CallFacts.trap TrapFacts",
            "Result.type String",
            "Result.value String",
            "Result.utf16 String",
            "TrapFacts.kind String",
            "TrapFacts.exitCode long",
            "TrapFacts.frames List<Frame>",
            "Frame.function String",
            "Frame.index long",
            "Frame.offset long",
            "ChainLink.tick long",
            "ChainLink.event Event",
            "ChainLink.function String",
            "ChainLink.fuel long",
            "ChainLink.digest String");

    private static final JavaClasses PLANTED =
            new ClassFileImporter().importClasses(PlantedDependency.class, PlantedEvidence.class, PlantedClock.class);

    // The rules.

    private static boolean inCertification(JavaClass type) {
        return type.getPackageName().equals(CERTIFICATION)
                || type.getPackageName().startsWith(CERTIFICATION + ".");
    }

    /** Types of others that are not listed, neither they nor their package. */
    private static List<String> foreignTypes(JavaClasses classes, Predicate<JavaClass> where) {
        return classes.stream()
                .filter(where)
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(target -> !target.isPrimitive() && !where.test(target))
                .filter(target -> !MAY_USE.contains(target.getPackageName()) && !MAY_USE.contains(outermost(target)))
                .map(JavaClass::getName)
                .distinct()
                .sorted()
                .toList();
    }

    /** The name of the type, or of the one that it is nested in. */
    private static String outermost(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    /** Methods and fields of the machine that are not listed, and of the JDK that tell of the process. */
    private static List<String> foreignQuestions(JavaClasses classes, Predicate<JavaClass> where) {
        return classes.stream()
                .filter(where)
                .flatMap(type -> Stream.of(
                                type.getAccessesFromSelf(),
                                type.getMethodReferencesFromSelf(),
                                type.getConstructorReferencesFromSelf())
                        .flatMap(Set::stream))
                .map(JavaAccess::getTarget)
                .filter(WallTest::isForeign)
                .map(WallTest::name)
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isForeign(AccessTarget target) {
        JavaClass owner = target.getOwner();
        boolean ofMachine = owner.getPackageName().startsWith("dev.tally.runtime");
        return MAY_NOT_ASK.contains(owner.getName()) || ofMachine && !MAY_ASK.contains(name(target));
    }

    private static String name(AccessTarget target) {
        String owner = target.getOwner().getName();
        return owner.substring(owner.lastIndexOf('.') + 1) + "." + target.getName();
    }

    /** The components of a record and of all records in it. */
    private static Set<String> components(Class<?> record) {
        Set<String> components = new TreeSet<>();
        collect(record, "", components);
        return components;
    }

    private static void collect(Class<?> record, String prefix, Set<String> components) {
        for (RecordComponent component : record.getRecordComponents()) {
            Type type = component.getGenericType();
            components.add(prefix + component.getName() + " " + words(type));
            Type inner = type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
            if (inner instanceof Class<?> nested && nested.isRecord()) {
                collect(nested, nested.getSimpleName() + ".", components);
            }
        }
    }

    private static String words(Type type) {
        return switch (type) {
            case ParameterizedType list ->
                ((Class<?>) list.getRawType()).getSimpleName() + "<" + words(list.getActualTypeArguments()[0]) + ">";
            case Class<?> plain -> plain.getSimpleName();
            default -> type.getTypeName();
        };
    }

    // The wall.

    @Test
    void certification_uses_nothing_but_what_computes() {
        assertThat(foreignTypes(ProductionClasses.ALL, WallTest::inCertification))
                .as("evidence, clocks, management and files are out of reach of certificates; what is not is"
                        + " listed here")
                .isEmpty();
    }

    @Test
    void certification_asks_the_machine_for_public_facts_alone() {
        assertThat(foreignQuestions(ProductionClasses.ALL, WallTest::inCertification))
                .as("what may be asked is listed here; it must be the same in every run, and no amount of heap")
                .isEmpty();
    }

    @Test
    void only_the_runs_of_certification_touch_guests() {
        assertThat(ProductionClasses.ALL.stream()
                        .filter(WallTest::inCertification)
                        .filter(type -> !type.getPackageName().equals(CERTIFICATION + ".run"))
                        .flatMap(type -> type.getAccessesFromSelf().stream())
                        .filter(access ->
                                access.getTarget().getOwner().getName().equals("dev.tally.runtime.Guest"))
                        .map(JavaAccess::getDescription))
                .as("everything else is told in public facts")
                .isEmpty();
    }

    @Test
    void only_the_demo_looks_at_both_sides() {
        assertThat(ProductionClasses.ALL.stream()
                        .filter(type -> !inCertification(type) && uses(type, WallTest::inCertification))
                        .filter(type -> uses(type, WallTest::isEvidence))
                        .map(WallTest::outermost)
                        .distinct())
                .as("whoever has both in hand could put one into the other")
                .containsExactly("dev.tally.cli.demo.TwoAudiences");
    }

    @Test
    void command_certifies_without_evidence() {
        assertThat(ProductionClasses.ALL.stream()
                        .filter(type -> type.getPackageName().equals("dev.tally.cli.certify"))
                        .filter(type -> uses(type, WallTest::isEvidence)
                                || uses(type, target -> target.getName().equals("dev.tally.runtime.Guest")))
                        .map(JavaClass::getName))
                .as("what the command prints of a certificate is what the certificate says")
                .isEmpty();
    }

    private static boolean uses(JavaClass type, Predicate<JavaClass> what) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .anyMatch(what);
    }

    private static boolean isEvidence(JavaClass type) {
        return type.getPackageName().startsWith("dev.tally.telemetry.engineering")
                || type.getPackageName().startsWith("dev.tally.heap");
    }

    @Test
    void public_facts_are_a_closed_set() {
        assertThat(components(PublicFacts.class))
                .as("a new fact is a new promise to strangers: think twice, then list it here and in the README")
                .isEqualTo(new TreeSet<>(PUBLIC_FACTS));
    }

    // What guests are told.

    @Test
    void no_code_that_answers_guests_reads_counters() {
        // The guest hands them to its host; its ticks look for refusals, to tell the host's log of them.
        Set<String> mayRead = Set.of("dev.tally.runtime.Guest", "dev.tally.runtime.Ticks");
        assertThat(ProductionClasses.ALL.stream()
                        .filter(type -> type.getPackageName().startsWith("dev.tally.runtime"))
                        .filter(type -> !mayRead.contains(type.getName()))
                        .filter(WallTest::readsCounters)
                        .map(JavaClass::getName))
                .as("counters are for hosts; nothing that a guest can see may depend on one")
                .isEmpty();
    }

    @Test
    void heap_decides_nothing_by_its_counters() {
        Set<String> theCounters = Set.of("HeapCounters", "HeapColumn", "Ledger", "Arena");
        assertThat(ProductionClasses.ALL.stream()
                        .filter(type -> type.getPackageName().startsWith("dev.tally.heap"))
                        .filter(type -> !type.getPackageName().equals("dev.tally.heap.check"))
                        .filter(type -> theCounters.stream()
                                .noneMatch(name -> type.getName().matches(".*\\." + name + "(?:\\$.*)?")))
                        .filter(WallTest::readsCounters)
                        .map(JavaClass::getName))
                .as("the ledger is written and not read")
                .isEmpty();
        assertThat(Stream.of(Ledger.class.getDeclaredMethods())
                        .filter(method -> method.getReturnType() != void.class)
                        .map(Method::getName))
                .as("whoever tells the ledger something is told nothing")
                .isEmpty();
    }

    private static boolean readsCounters(JavaClass type) {
        return type.getAccessesFromSelf().stream()
                .map(JavaAccess::getTarget)
                .anyMatch(target -> Set.of("dev.tally.heap.HeapCounters", "dev.tally.heap.HeapColumn")
                                .contains(target.getOwner().getName())
                        || name(target).equals("Guest.counters")
                        || name(target).matches("Arena\\.(?:counters|committedBytes)")
                        || name(target).matches("Ledger\\.(?:value|capture|mark|since)"));
    }

    // The rules see what is planted.

    @Test
    void planted_dependencies_are_seen() {
        assertThat(foreignTypes(PLANTED, named("PlantedEvidence")))
                .contains("dev.tally.heap.HeapColumn", "dev.tally.heap.HeapCounters");
        assertThat(foreignQuestions(PLANTED, named("PlantedDependency"))).contains("Guest.counters");
        assertThat(PLANTED.stream()
                        .filter(named("Planted(?:Dependency|Evidence)"))
                        .filter(WallTest::readsCounters))
                .hasSize(2);
    }

    @Test
    void planted_clocks_are_seen() {
        assertThat(foreignTypes(PLANTED, named("PlantedClock")))
                .contains(
                        "java.io.File",
                        "java.lang.management.ManagementFactory",
                        "java.time.Instant",
                        "java.util.Date",
                        "jdk.jfr.FlightRecorder");
        assertThat(foreignQuestions(PLANTED, named("PlantedClock"))).contains("System.nanoTime");
    }

    @Test
    void planted_facts_are_seen() {
        assertThat(components(PlantedFacts.class))
                .contains("allocations List<Amount>", "Amount.amount Object")
                .isNotEqualTo(new TreeSet<>(PUBLIC_FACTS));
    }

    private static Predicate<JavaClass> named(String pattern) {
        return type -> type.getSimpleName().matches(pattern);
    }

    @Test
    void every_question_that_may_be_asked_is() {
        Set<String> asked = ProductionClasses.ALL.stream()
                .filter(WallTest::inCertification)
                .flatMap(type -> Stream.of(
                                type.getAccessesFromSelf(),
                                type.getMethodReferencesFromSelf(),
                                type.getConstructorReferencesFromSelf())
                        .flatMap(Set::stream))
                .map(JavaAccess::getTarget)
                .map(WallTest::name)
                .collect(Collectors.toSet());
        assertThat(MAY_ASK.stream().filter(question -> !asked.contains(question)))
                .as("what nobody asks any more need not be allowed")
                .isEmpty();
    }
}
