package dev.tally.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.ByteWriter;
import dev.tally.core.assembly.CodeBuilder;
import dev.tally.core.assembly.Encoding;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.assembly.RandomModule;
import dev.tally.core.assembly.SampleModules;
import dev.tally.core.assembly.Seed;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.isa.CatchClause;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.Section;
import dev.tally.core.text.TextReader;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidModule;
import dev.tally.core.validate.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loading a module may end in success or in a {@link ModuleException}, and takes memory in proportion to the module's
 * size, whatever the module is. How many mutants are tried is the system property {@code tally.mutants}.
 */
final class FuzzTest {
    private static final int MUTANTS = Integer.getInteger("tally.mutants", 100_000);
    private static final int RANDOM_MODULES = 2_000;
    private static final int RANDOM_SEEDS = 40;
    private static final int HOARD = 20_000;
    private static final int LONGEST_GUEST = 20_000;

    /** The place of success behind the kinds of refusals. */
    private static final int VALID = Kind.values().length;

    /** What loading may allocate, garbage included: an exception with its trace, and so much for each of the bytes. */
    private static final long FIXED_BYTES = 16 << 10;

    private static final long BYTES_PER_BYTE = 400;

    private static final ModuleLimits LIMITS = ModuleLimits.defaults();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void random_well_typed_modules_are_valid_and_their_operands_counted() {
        Random random = Seed.random("random modules");
        for (int i = 0; i < RANDOM_MODULES; i++) {
            RandomModule drawn = RandomModule.draw(random);
            ValidModule module = load(drawn.bytes());
            for (int function = 0; function < drawn.operandSlots().size(); function++) {
                assertThat(module.operandSlots(2 + function))
                        .isEqualTo(drawn.operandSlots().get(function));
            }
        }
    }

    /** Modules that are nothing but many of the smallest entries of one kind, and one that is nothing but blocks. */
    static Stream<Arguments> hoards() {
        ModuleBuilder types = new ModuleBuilder();
        ModuleBuilder arrays = new ModuleBuilder();
        ByteWriter fields = new ByteWriter().put(0x5F).unsigned(ModuleLimits.FIELDS);
        ByteWriter group = new ByteWriter().put(0x4E).unsigned(HOARD);
        ByteWriter towers = new ByteWriter().put(0x4E).unsigned(HOARD);
        ModuleBuilder tags = new ModuleBuilder().type(FunctionType.of());
        ModuleBuilder imports = new ModuleBuilder().type(FunctionType.of());
        ModuleBuilder functions = new ModuleBuilder().type(FunctionType.of());
        ModuleBuilder globals = new ModuleBuilder();
        ModuleBuilder exports = new ModuleBuilder().memory(0);
        ModuleBuilder segments = new ModuleBuilder();
        ModuleBuilder custom = new ModuleBuilder();
        for (int i = 0; i < HOARD; i++) {
            types.type(FunctionType.of());
            arrays.entry(Section.TYPE, 0x5E, 0x7F, 0x00);
            group.put(0x5F, 0x00);
            if (i % (ModuleLimits.SUPERTYPE_DEPTH + 1) == 0) {
                towers.put(0x50, 0x00, 0x5F, 0x00);
            } else {
                towers.put(0x50, 0x01).unsigned(i - 1).put(0x5F, 0x00);
            }
            tags.entry(Section.TAG, 0x00, 0x00);
            if (i < ModuleLimits.FIELDS) {
                fields.put(0x7F, 0x00);
            }
            imports.imported("", "", 0x00, 0x00);
            functions.function(0, "");
            globals.global(ValueType.I32, false, "i32.const 0");
            exports.export(Integer.toString(i, Character.MAX_RADIX), ExternalKind.MEMORY, 0);
            segments.passiveData();
            custom.custom("", new byte[0]);
        }
        ModuleBuilder elements =
                new ModuleBuilder().type(FunctionType.of()).function(0, "").declared(new int[HOARD]);
        byte[] blocks = new CodeBuilder()
                .repeat(HOARD, Opcode.LOOP, Encoding.signed(0x7F))
                .op(Opcode.I32_CONST, 0)
                .repeat(HOARD, Opcode.END)
                .op(Opcode.DROP)
                .end()
                .toByteArray();
        byte[] clauses = new CodeBuilder()
                .op(Opcode.TRY_TABLE, clausesThatCatchAll())
                .op(Opcode.END)
                .end()
                .toByteArray();
        ModuleBuilder caught = new ModuleBuilder().type(FunctionType.of()).function(0, new byte[] {0}, clauses);
        byte[] casts = new CodeBuilder()
                .op(Opcode.REF_NULL, HeapType.NONE.index())
                .repeat(HOARD, Opcode.REF_CAST_NULL, 1)
                .op(Opcode.DROP)
                .end()
                .toByteArray();
        ModuleBuilder cast = new ModuleBuilder()
                .type(FunctionType.of())
                .entry(Section.TYPE, 0x5F, 0x00)
                .function(0, new byte[] {0}, casts);
        ModuleBuilder nested = new ModuleBuilder().type(FunctionType.of()).function(0, new byte[] {0}, blocks);
        return Stream.of(
                Arguments.of("types", types.build()),
                Arguments.of("arrays", arrays.build()),
                Arguments.of(
                        "fields",
                        new ModuleBuilder()
                                .entry(Section.TYPE, fields.toByteArray())
                                .build()),
                Arguments.of(
                        "a group",
                        new ModuleBuilder()
                                .entry(Section.TYPE, group.toByteArray())
                                .build()),
                Arguments.of(
                        "towers",
                        new ModuleBuilder()
                                .entry(Section.TYPE, towers.toByteArray())
                                .build()),
                Arguments.of("tags", tags.build()),
                Arguments.of("catch clauses", caught.build()),
                Arguments.of("casts", cast.build()),
                Arguments.of("imports", imports.build()),
                Arguments.of("functions", functions.build()),
                Arguments.of("globals", globals.build()),
                Arguments.of("exports", exports.build()),
                Arguments.of("elements", elements.build()),
                Arguments.of("segments", segments.build()),
                Arguments.of("custom sections", custom.build()),
                Arguments.of("nested blocks", nested.build()));
    }

    private static long[] clausesThatCatchAll() {
        long[] immediates = new long[1 + 2 * HOARD];
        immediates[0] = Encoding.signed(0x40);
        for (int i = 1; i < immediates.length; i += 2) {
            immediates[i] = CatchClause.Kind.CATCH_ALL.code();
        }
        return immediates;
    }

    @ParameterizedTest
    @MethodSource("hoards")
    void the_densest_modules_take_memory_in_proportion(String what, byte[] module) {
        assertThatCode(() -> load(module)).doesNotThrowAnyException();
        long allocated = allocatedFor(module);
        assertThat(allocated).as(what).isLessThan(FIXED_BYTES + BYTES_PER_BYTE * module.length);
    }

    @Test
    void mutants_are_loaded_or_refused_within_bounds_of_memory() {
        Random random = Seed.random("mutants");
        Mutator mutator = new Mutator(random, seeds(random));
        long[] outcomes = new long[VALID + 1];
        double greediest = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutator.mutant();
            Kind refusal = refusal(mutant);
            outcomes[refusal == null ? VALID : refusal.ordinal()]++;
            greediest = Math.max(greediest, (double) (allocatedFor(mutant) - FIXED_BYTES) / mutant.length);
            if (greediest > BYTES_PER_BYTE) {
                throw new AssertionError("mutant " + i + " of " + mutant.length + " bytes makes loading allocate "
                        + greediest + " bytes for each: " + HexFormat.of().formatHex(mutant));
            }
        }
        System.out.printf(
                "%d mutants: %d malformed, %d invalid, %d beyond a limit, %d unsupported, %d valid; "
                        + "the greediest makes loading allocate %.0f bytes for each of its own%n",
                MUTANTS, outcomes[0], outcomes[1], outcomes[2], outcomes[3], outcomes[VALID], greediest);
        assertThat(outcomes[Kind.MALFORMED.ordinal()]).isPositive();
        assertThat(outcomes[Kind.INVALID.ordinal()]).isPositive();
        assertThat(outcomes[VALID]).as("mutants of little use are all refused").isPositive();
    }

    /** What loading allocates, the least of several times if it seems too much: now and then the JVM allocates too. */
    private static long allocatedFor(byte[] module) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3 && least > FIXED_BYTES + BYTES_PER_BYTE * module.length / 2; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            refusal(module);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static @Nullable Kind refusal(byte[] mutant) {
        try {
            load(mutant);
            return null;
        } catch (ModuleException refusal) {
            return refusal.kind();
        } catch (Throwable failure) {
            throw new AssertionError("loading fails: " + HexFormat.of().formatHex(mutant), failure);
        }
    }

    private static List<byte[]> seeds(Random random) {
        List<byte[]> seeds = new ArrayList<>(SampleModules.all());
        for (int i = 0; i < RANDOM_SEEDS; i++) {
            seeds.add(RandomModule.draw(random).bytes());
        }
        seeds.addAll(guests());
        seeds.addAll(scripted());
        for (byte[] seed : seeds) {
            assertThatCode(() -> load(seed)).doesNotThrowAnyException();
        }
        return seeds;
    }

    /** The valid modules of all scripts, in bytes. */
    private static List<byte[]> scripted() {
        List<byte[]> modules = new ArrayList<>();
        for (byte[] text : SourceTree.modules()) {
            try {
                byte[] module = BinaryWriter.write(TextReader.read(text, LIMITS).definition());
                load(module);
                modules.add(module);
            } catch (ModuleException refused) {
                // Scripts hold modules that are wrong on purpose.
            }
        }
        return modules;
    }

    /** The smaller guest programs of the source tree, in an order that is the same everywhere. */
    private static List<byte[]> guests() {
        Path tests = Path.of("..", "tests");
        if (!Files.isDirectory(tests)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(tests)) {
            List<byte[]> guests = new ArrayList<>();
            for (Path file : files.filter(FuzzTest::isGuest).sorted().toList()) {
                guests.add(Files.readAllBytes(file));
            }
            return guests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isGuest(Path file) {
        String path = file.toString().replace('\\', '/');
        try {
            return path.contains("/guests/")
                    && !path.contains("/target/")
                    && path.endsWith(".wasm")
                    && Files.size(file) <= LONGEST_GUEST;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ValidModule load(byte[] bytes) {
        return Validator.validate(BinaryReader.read(bytes, LIMITS), LIMITS);
    }
}
