package dev.tally.evidence;

import static dev.tally.telemetry.engineering.EvidenceColumn.JVM_BYTES;
import static dev.tally.telemetry.engineering.EvidenceColumn.WALL_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.guests.GuestProgram;
import dev.tally.guests.Performance;
import dev.tally.guests.Slicing;
import dev.tally.heap.HeapColumn;
import dev.tally.heap.HeapCounters;
import dev.tally.heap.account.Ledger;
import dev.tally.runtime.Guest;
import dev.tally.runtime.LoweredWords;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.code.IndexedOperation;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.ResumableOperation;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the machine executes holds no counting but that of fuel, and the heap's own. The words that are executed are the
 * same whether or not somebody records; there is no word that could count anything else; and the classes that execute
 * them add to no field but those that are listed here.
 */
final class LoweredCodeTest {
    private static final int FUEL_PER_TICK = 5_000;

    /** What somebody would call an operation that counts. */
    private static final Pattern COUNTS = Pattern.compile(
            "CHARGE|FUEL|COUNT|TALLY|RECORD|PROFILE|TRACE|SAMPLE|HIT|METER|EVIDENCE|STATISTIC|TIME|CLOCK");

    static List<GuestProgram> programs() {
        return Stream.concat(GuestProgram.working().stream(), GuestProgram.heap().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void words_that_are_executed_are_the_same_with_and_without_a_recorder(GuestProgram program) {
        long[] alone = wordsAfter(program, guest -> guest::tick);
        long[] recorded = wordsAfter(program, guest -> EvidenceRecorder.attach(guest, 64, WALL_NANOS, JVM_BYTES)::tick);
        assertThat(alone.length).isPositive();
        assertThat(recorded).isEqualTo(alone);
    }

    /** How the ticks of a guest are run. */
    private interface Ticks {
        TickOutcome tick(long fuel);
    }

    private static long[] wordsAfter(GuestProgram program, Function<Guest, Ticks> ticking) {
        // Loaded anew, so that nothing is lowered yet.
        GuestProgram fresh = GuestProgram.named(program.toString());
        long[][] words = {{}};
        Guest[] ticked = new Guest[1];
        Ticks[] ticks = new Ticks[1];
        new Performance(fresh, Slicing.of(FUEL_PER_TICK))
                .tickedBy((guest, fuel) -> {
                    if (ticked[0] != guest) {
                        ticked[0] = guest;
                        ticks[0] = ticking.apply(guest);
                    }
                    TickOutcome outcome = ticks[0].tick(fuel);
                    words[0] = LoweredWords.of(guest);
                    return outcome;
                })
                .perform();
        return words[0];
    }

    @Test
    void charging_is_the_only_operation_that_counts() {
        Stream<String> operations = Stream.of(Operation.class.getDeclaredFields())
                .filter(field -> field.getType() == int.class)
                .map(Field::getName);
        Stream<String> others = Stream.of(IndexedOperation.values(), ResumableOperation.values())
                .flatMap(Arrays::stream)
                .map(Enum::name);
        assertThat(Stream.concat(operations, others)
                        .filter(name -> COUNTS.matcher(name).find()))
                .containsExactly("CHARGE");
    }

    @Test
    void heap_counts_what_its_table_says_and_what_it_holds() {
        Set<String> expected = new TreeSet<>(Set.of(
                // The bytes and elements that are there, without which nothing could be placed.
                "LinearMemory.pages",
                "ObjectSpace.charged",
                "ObjectSpace.nurseryTop",
                "ObjectSpace.oldEnd",
                "ObjectSpace.placed",
                "HostHandles.count",
                "HostHandles.end",
                "HostHandles.made",
                "HostHandles.madeSinceCensus",
                "ScopedHandles.size",
                "Quota.charged",
                // What a mutator has made that the ledger is told of when it comes to rest.
                "AllocationBuffer.state[]",
                // What the JVM holds for the guest, now and at the most.
                "BackingArrays.heldBytes",
                "BackingArrays.mostBytes",
                // Within one collection: how far it is, and what it will cost.
                "NurseryCollection.scannedBytes",
                "Trace.pendingCount",
                "Trace.reachedBytes",
                // Shapes are made when a module is loaded.
                "Shapes.count",
                "Shapes.firstReference",
                "Shapes.firstReference[]",
                // When a test asks for collections at random.
                "CollectionSchedule.randomState",
                // Fails the commit that a test asks for.
                "BackingArrays.commitsUntilFailure"));
        for (HeapColumn column : HeapColumn.values()) {
            if (column != HeapColumn.CHARGED_BYTES) {
                expected.add(Ledger.class.getSimpleName() + "." + column.key());
            }
        }
        assertThat(CountingFields.inModuleOf(HeapCounters.class))
                .as("evidence is counted in the ledger, and nowhere else")
                .isEqualTo(expected);
    }

    @Test
    void runtime_counts_fuel_and_what_guests_and_hosts_can_see_anyway() {
        assertThat(CountingFields.inModuleOf(Guest.class))
                .as("what runs in a tick counts fuel alone; add here what belongs to lowering or is no counter")
                .containsExactlyInAnyOrder(
                        "Ticks.balance",
                        "Ticks.fuelUsed",
                        "Execution.fuel",
                        "Execution.prepaid",
                        // What a guest tells its host, none of it within code: once a tick, a call of the host, a rest.
                        "Ticks.count",
                        "Ticks.hostCalls",
                        "Ticks.rests[]",
                        // Which of all scopes of the host this is.
                        "HostScope.number",
                        // Lowering and linking, before anything runs.
                        "CodeBuffer.size",
                        "CodeSpace.used",
                        "FuelBlocks.entryPrice",
                        "FuelBlocks.path",
                        "FuelBlocks.price",
                        "Lowering.skippedBlocks",
                        "OperandStack.height",
                        "Store.functionCount",
                        // What a tier keeps back of the fuel, to look at the guest when it is used, and how much was
                        // compiled.
                        "Execution.withheld",
                        "CompiledTier.untilLook",
                        "CompiledProgram.version",
                        "CompiledProgram.generated",
                        // Whether guests with room behind a memory run, once for each entry of compiled code.
                        "MemoryRoom.running",
                        "MemoryRoom.calmRuns",
                        "MemoryRoom.returns",
                        // How many frames and clauses an exception passes, which is charged.
                        "Departures.looks",
                        // Compiling, between ticks.
                        "LeavingPlace$Digits.at",
                        "MethodWriter.at",
                        "SlotValues.nextVariable",
                        // Statistics of a module, for which nothing runs.
                        "CallSites$Search.calls",
                        "RestAnalysis.restlessCallees[]",
                        // The seeded random numbers of WASI.
                        "SeededWords.state");
    }

    /** Counts in a way that has to be found. */
    private static final class Planted {
        private static long all;
        private int hits;
        private final long[] byWeight = new long[8];

        long hit(int weight) {
            hits++;
            all += weight;
            byWeight[weight & 7]++;
            return all - hits + byWeight[0];
        }
    }

    @Test
    void counter_that_is_planted_is_found() throws IOException {
        assertThat(new Planted().hit(3)).isEqualTo(2);
        String file =
                Planted.class.getName().substring(Planted.class.getPackageName().length() + 1) + ".class";
        try (InputStream in = Objects.requireNonNull(Planted.class.getResourceAsStream(file))) {
            assertThat(CountingFields.in(in.readAllBytes()))
                    .containsExactly(
                            "LoweredCodeTest$Planted.all",
                            "LoweredCodeTest$Planted.byWeight[]",
                            "LoweredCodeTest$Planted.hits");
        }
    }
}
