package dev.tally.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.tally.core.TrapKind;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which module may use which: the arrows of the design, and no other. */
final class ModuleEdgesTest {
    private static final String CORE = "dev.tally.core";
    private static final String HEAP = "dev.tally.heap";
    private static final String RUNTIME = "dev.tally.runtime";
    private static final String ENGINEERING = "dev.tally.telemetry.engineering";
    private static final String CERTIFICATION = "dev.tally.telemetry.certification";
    private static final String CLI = "dev.tally.cli";

    private static final Map<String, Set<String>> MAY_USE = Map.of(
            CORE, Set.of(),
            HEAP, Set.of(CORE),
            RUNTIME, Set.of(CORE, HEAP),
            ENGINEERING, Set.of(CORE, HEAP, RUNTIME),
            CERTIFICATION, Set.of(CORE, RUNTIME),
            CLI, Set.of(CORE, HEAP, RUNTIME, ENGINEERING, CERTIFICATION));

    /** What libraries may ask of others: nothing here binds a logging provider, a command line or a format. */
    private static final Set<String> LIBRARIES_MAY_USE = Set.of(
            "java.base",
            "org.jspecify",
            "org.slf4j",
            "org.eclipse.collections.api",
            "org.eclipse.collections.impl",
            "tools.jackson.core");

    /** What a library may ask of the JVM besides: evidence tells, on request, what a tick allocates on its heap. */
    private static final Map<String, Set<String>> MAY_ALSO_USE = Map.of(ENGINEERING, Set.of("jdk.management"));

    private static final int MOST_EXPORTED_TYPES = 30;

    @Test
    void modules_use_only_what_stands_to_their_left() {
        assertThat(descriptors().map(ModuleDescriptor::name))
                .as("every module of the design is there")
                .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
        assertThat(edgesAgainstTheDesign(descriptors()))
                .as("declare a port in the module and let the upper one supply it")
                .isEmpty();
    }

    @Test
    void planted_edges_are_seen() {
        List<ModuleDescriptor> planted = List.of(ModuleDescriptor.newModule(CERTIFICATION)
                .requires(RUNTIME)
                .requires(HEAP)
                .requires(ENGINEERING)
                .requires("java.management")
                .requires("jdk.jfr")
                .build());
        assertThat(edgesAgainstTheDesign(planted.stream()))
                .containsExactlyInAnyOrder(
                        CERTIFICATION + " requires " + HEAP, CERTIFICATION + " requires " + ENGINEERING);
        assertThat(edgesToOthers(planted.stream()))
                .containsExactlyInAnyOrder(
                        CERTIFICATION + " requires java.management", CERTIFICATION + " requires jdk.jfr");
    }

    /** Edges between modules of the design that it does not have. */
    private static Stream<String> edgesAgainstTheDesign(Stream<ModuleDescriptor> modules) {
        return modules.flatMap(module -> required(module)
                .filter(name -> MAY_USE.containsKey(name)
                        && !MAY_USE.getOrDefault(module.name(), Set.of()).contains(name))
                .map(name -> module.name() + " requires " + name));
    }

    /** Edges from libraries to modules of others that they may not ask for. */
    private static Stream<String> edgesToOthers(Stream<ModuleDescriptor> modules) {
        return modules.filter(module -> !module.name().equals(CLI))
                .flatMap(module -> required(module)
                        .filter(name -> !MAY_USE.containsKey(name)
                                && !LIBRARIES_MAY_USE.contains(name)
                                && !MAY_ALSO_USE
                                        .getOrDefault(module.name(), Set.of())
                                        .contains(name))
                        .map(name -> module.name() + " requires " + name));
    }

    @Test
    void libraries_bind_no_logging_provider_and_ask_little_of_others() {
        assertThat(edgesToOthers(descriptors()))
                .as("hosts choose their own provider and versions; a library brings none")
                .isEmpty();
        assertThat(Stream.of(
                                "vm-core",
                                "vm-heap",
                                "vm-runtime",
                                "vm-telemetry/engineering",
                                "vm-telemetry/certification")
                        .filter(module -> SourceTree.read(SourceTree.ROOT.resolve(module, "pom.xml"))
                                .matches("(?s).*<artifactId>(?:slf4j-(?!api)|logback|log4j|jul-).*")))
                .as("only the command brings a logging provider")
                .isEmpty();
    }

    @Test
    void heap_knows_no_bytecode() {
        noClasses()
                .that()
                .resideInAPackage("dev.tally.heap..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.tally.core..")
                        .and(not(belongToAnyOf(
                                TrapKind.class,
                                ValueType.class,
                                NumberType.class,
                                ReferenceType.class,
                                HeapType.class))))
                .because("of vm-core the heap may use trap kinds and value types alone: pass it numbers instead")
                .check(ProductionClasses.ALL);
    }

    @Test
    void certificates_are_computed_without_evidence() {
        noClasses()
                .that()
                .resideInAPackage("dev.tally.telemetry.certification..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tally.telemetry.engineering..", "dev.tally.heap..")
                .allowEmptyShould(true)
                .because("evidence is an engineering metric, not certification policy: use public facts only")
                .check(ProductionClasses.ALL);
    }

    /** Counted as the table of sizes in the README counts: types nested in others belong to these. */
    @Test
    void hosts_have_at_most_thirty_types_to_know() {
        Set<String> packages = descriptors()
                .filter(module -> Set.of(CORE, HEAP, RUNTIME).contains(module.name()))
                .flatMap(module -> module.exports().stream())
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        assertThat(packages).contains(RUNTIME);
        assertThat(ProductionClasses.ALL.stream()
                        .filter(type -> packages.contains(type.getPackageName()))
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .as("the machine is small for those who embed it too: nest what belongs to another, hide what"
                        + " hosts never name")
                .hasSizeBetween(1, MOST_EXPORTED_TYPES)
                .contains("Guest");
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("dev.tally.(**)")
                .should()
                .beFreeOfCycles()
                .because("one direction: where a lower package needs an upper one, it declares a small port")
                .check(ProductionClasses.ALL);
    }

    private static Stream<String> required(ModuleDescriptor module) {
        return module.requires().stream().map(ModuleDescriptor.Requires::name);
    }

    private static Stream<ModuleDescriptor> descriptors() {
        List<Path> entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
        return entries.stream()
                .flatMap(entry -> ModuleFinder.of(entry).findAll().stream())
                .map(ModuleReference::descriptor)
                .filter(module -> module.name().startsWith("dev.tally."));
    }
}
