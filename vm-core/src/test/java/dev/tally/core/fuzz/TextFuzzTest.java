package dev.tally.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.RandomModule;
import dev.tally.core.assembly.SampleModules;
import dev.tally.core.assembly.Seed;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.text.TextReader;
import dev.tally.core.text.TextWriter;
import dev.tally.core.validate.Validator;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Reading a text may end in success or in a {@link ModuleException}, and takes memory in proportion to its length,
 * whatever the text is. Seeds are the texts of {@link SourceTree}. How many mutants are tried is the system property
 * {@code tally.textMutants}.
 */
final class TextFuzzTest {
    private static final int MUTANTS = Integer.getInteger("tally.textMutants", 60_000);
    private static final int RANDOM_SEEDS = 40;
    private static final int LONGEST_SEED = 4_000;

    /** The place of success behind the kinds of refusals. */
    private static final int READ = Kind.values().length;

    /** What reading may allocate, garbage included: an exception with its trace, and so much for each of the bytes. */
    private static final long FIXED_BYTES = 48 << 10;

    private static final long BYTES_PER_BYTE = 400;

    private static final ModuleLimits LIMITS = ModuleLimits.defaults();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void mutants_are_read_or_refused_within_bounds_of_memory() {
        Random random = Seed.random("mutants of texts");
        List<byte[]> seeds = seeds(random);
        TextMutator mutator = new TextMutator(random, seeds);
        long[] outcomes = new long[READ + 1];
        double greediest = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutator.mutant();
            Kind refusal = refusal(mutant);
            outcomes[refusal == null ? READ : refusal.ordinal()]++;
            greediest = Math.max(greediest, (double) (allocatedFor(mutant) - FIXED_BYTES) / (mutant.length + 1));
            if (greediest > BYTES_PER_BYTE) {
                throw new AssertionError("mutant " + i + " of " + mutant.length + " bytes makes reading allocate "
                        + greediest + " bytes for each: " + new String(mutant, StandardCharsets.UTF_8));
            }
        }
        System.out.printf(
                "%d mutants of %d texts: %d malformed, %d invalid, %d unsupported, %d read; "
                        + "the greediest makes reading allocate %.0f bytes for each of its own%n",
                MUTANTS,
                seeds.size(),
                outcomes[Kind.MALFORMED.ordinal()],
                outcomes[Kind.INVALID.ordinal()],
                outcomes[Kind.UNSUPPORTED.ordinal()],
                outcomes[READ],
                greediest);
        assertThat(outcomes[Kind.MALFORMED.ordinal()]).isPositive();
        assertThat(outcomes[Kind.INVALID.ordinal()]).isPositive();
        assertThat(outcomes[READ]).as("mutants of little use are all refused").isPositive();
    }

    /** What reading allocates, the least of several times if it seems too much: now and then the JVM allocates too. */
    private static long allocatedFor(byte[] text) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3 && least > FIXED_BYTES + BYTES_PER_BYTE * text.length / 2; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                TextReader.read(text, LIMITS);
            } catch (ModuleException refused) {
                // That it may be.
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** Why a mutant is refused, or null; what is read can be written in both formats, and read again. */
    private static @Nullable Kind refusal(byte[] mutant) {
        try {
            ModuleDefinition module = TextReader.read(mutant, LIMITS).definition();
            ModuleDefinition reread = BinaryReader.read(BinaryWriter.write(module), LIMITS);
            if (!reread.equals(module)) {
                throw new AssertionError("another module is read than was written");
            }
            Validator.validate(module, LIMITS);
            byte[] text = TextWriter.write(module).getBytes(StandardCharsets.UTF_8);
            if (!TextReader.read(text, LIMITS).definition().equals(module)) {
                throw new AssertionError("another module is read from the text than was written");
            }
            return null;
        } catch (ModuleException refusal) {
            return refusal.kind();
        } catch (Throwable failure) {
            throw new AssertionError("reading fails: " + new String(mutant, StandardCharsets.UTF_8), failure);
        }
    }

    private static List<byte[]> seeds(Random random) {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] sample : SampleModules.all()) {
            seeds.add(text(sample));
        }
        for (int i = 0; i < RANDOM_SEEDS; i++) {
            seeds.add(text(RandomModule.draw(random).bytes()));
        }
        seeds.addAll(SourceTree.modules());
        seeds.removeIf(seed -> seed.length > LONGEST_SEED || refusal(seed) != null);
        return seeds;
    }

    private static byte[] text(byte[] module) {
        return TextWriter.write(BinaryReader.read(module, LIMITS)).getBytes(StandardCharsets.UTF_8);
    }
}
