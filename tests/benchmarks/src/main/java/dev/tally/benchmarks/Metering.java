package dev.tally.benchmarks;

import dev.tally.core.TrapKind;
import dev.tally.heap.HeapCounters;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.MethodElement;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.eclipse.collections.api.IntIterable;
import org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList;
import org.slf4j.Logger;

/**
 * Takes the metering out of one tier, for the measurement alone: the product has no switch for it. Each tier has one class that
 * knows of the arithmetic of fuel, and it is rewritten. That of the interpreter then leaves the fuel as it is and every check sees
 * none owed; the compiler of the JVM drops both. That of the compiled tier is asked what to write into a method, and answers:
 * nothing. A JVM gets the rewritten class as a patch of the module, so that everything else about it is the same; what remains in
 * methods is the look behind each call, by which they also learn of traps.
 */
final class Metering {
    private static final String MODULE = "dev.tally.runtime";
    private static final String INTERPRETER = "dev/tally/runtime/interpret/Metering.class";
    private static final String COMPILER = "dev/tally/runtime/compile/Metering.class";

    private static final int ROUNDS = 10_000;

    private Metering() {}

    /** The arguments of a JVM that runs the modules as they are. */
    static List<String> withMetering() {
        String modules = Stream.of(
                        Guest.class,
                        HeapCounters.class,
                        TrapKind.class,
                        IntIterable.class,
                        DoubleArrayList.class,
                        Logger.class)
                .map(Metering::jarOf)
                .collect(Collectors.joining(File.pathSeparator));
        return List.of("--module-path=" + modules, "--add-modules=" + MODULE);
    }

    /** The same without metering in one tier. */
    static List<String> withoutMetering(Engine.Tier tier) {
        List<String> arguments = new ArrayList<>(withMetering());
        arguments.add(
                "--patch-module=" + MODULE + "=" + patch(tier == Engine.Tier.INTERPRETED ? INTERPRETER : COMPILER));
        return arguments;
    }

    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static Path patch(String type) {
        try (InputStream original = Guest.class.getResourceAsStream("/" + type)) {
            byte[] patched = unmetered(Objects.requireNonNull(original, type).readAllBytes());
            Path jar = Files.createTempFile("unmetered", ".jar");
            jar.toFile().deleteOnExit();
            try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
                entries.putNextEntry(new ZipEntry(type));
                entries.write(patched);
            }
            return jar;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The class with the bodies of its two methods replaced. */
    private static byte[] unmetered(byte[] original) {
        ClassFile classFile = ClassFile.of();
        return classFile.transformClass(
                classFile.parse(original), ClassTransform.transformingMethods(Metering::replaceBody));
    }

    private static void replaceBody(MethodBuilder method, MethodElement element) {
        if (!(element instanceof CodeModel body)) {
            method.with(element);
            return;
        }
        switch (body.parent().orElseThrow().methodName().stringValue()) {
            case "charge" -> method.withCode(code -> code.lload(0).lreturn());
            case "checked" -> method.withCode(code -> code.lconst_0().lreturn());
            case "charged", "checks" -> method.withCode(code -> code.iconst_0().ireturn());
            default -> method.with(element);
        }
    }

    /** Whether a tier of this JVM charges fuel, found out by a loop whose fuel is known. */
    static boolean isOn(Engine.Tier tier) {
        try (Guest guest = Countdown.spawn()) {
            guest.runIn(tier, 0);
            guest.call(Countdown.EXPORT, ROUNDS);
            TickOutcome outcome = guest.tick(TallyContestant.UNLIMITED);
            if (outcome != TickOutcome.RETURNED) {
                throw new IllegalStateException("a countdown ended " + outcome);
            }
            return guest.fuelUsed() >= (long) ROUNDS * Countdown.FUEL_PER_ROUND;
        }
    }
}
