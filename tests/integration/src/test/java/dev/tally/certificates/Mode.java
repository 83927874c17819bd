package dev.tally.certificates;

import dev.tally.heap.check.GrowthFactor;
import dev.tally.heap.collect.CollectionSchedule;
import dev.tally.runtime.Engine.Tier;
import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestArenas;
import dev.tally.runtime.RestMode;
import dev.tally.telemetry.certification.run.RunWatcher;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A way of running that must make no difference to a certificate. A new one, such as another collector, another tier or
 * profiling, joins all tests with one line here: flags of the JVM, something that is done to each guest, or both.
 */
enum Mode {
    AS_USUAL(""),

    INTERPRETED("-Xint"),
    ONE_CORE_AND_ONE_COMPILER("-XX:ActiveProcessorCount=1 -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
    MANY_CORES("-XX:ActiveProcessorCount=64 -XX:+UseParallelGC -Xss256k"),
    CONCURRENT_COLLECTOR("-XX:+UseZGC -Xmx256m"),
    REGIONAL_COLLECTOR("-XX:+UseG1GC -XX:ActiveProcessorCount=3 -Dfile.encoding=COMPAT"),
    OTHER_PLACE("-Duser.language=tr -Duser.region=TR -Dfile.encoding=UTF-16 -Duser.timezone=Asia/Kathmandu"),
    OTHER_DIGITS("-Duser.language=ar -Duser.region=EG -Duser.extensions=u-nu-arab"),

    SMALL_GROWTH(onSpawn(guest -> GrowthFactor.set(GuestArenas.of(guest), 1))),
    LARGE_GROWTH(onSpawn(guest -> GrowthFactor.set(GuestArenas.of(guest), 8))),
    COLLECTS_ALWAYS(onSpawn(Mode::collectAlways)),
    COLLECTS_AT_RANDOM(
            onSpawn(guest -> GuestArenas.of(guest).collector().schedule().collectAtRandom(3, 5))),
    RESTS_EVERYWHERE(onSpawn(guest -> guest.restMode(RestMode.EVERYWHERE, 1))),
    RESTS_AT_RANDOM(onSpawn(guest -> guest.restMode(RestMode.AT_RANDOM, 7))),
    COMPILED(onSpawn(guest -> guest.runIn(Tier.COMPILED, 0))),
    CHANGING_TIERS(onSpawn(guest -> guest.runIn(Tier.MIXED, 11))),
    RECORDED(Recording::new),
    FALSE_COUNTERS(Sentinels::new);

    private final List<String> flags;
    private final Supplier<RunWatcher> watcher;

    Mode(String flags) {
        this(flags, () -> RunWatcher.NOBODY);
    }

    Mode(Supplier<RunWatcher> watcher) {
        this("", watcher);
    }

    Mode(String flags, Supplier<RunWatcher> watcher) {
        this.flags = flags.isEmpty() ? List.of() : List.of(flags.split(" "));
        this.watcher = watcher;
    }

    private static Supplier<RunWatcher> onSpawn(Consumer<Guest> change) {
        return () -> new RunWatcher() {
            @Override
            public void spawned(Guest guest, long fuelPerTick) {
                change.accept(guest);
            }

            @Override
            public void ticked(Guest guest) {}
        };
    }

    /** At every allocation, and so that everything moves. */
    private static void collectAlways(Guest guest) {
        CollectionSchedule schedule = GuestArenas.of(guest).collector().schedule();
        schedule.collectEvery(1);
        schedule.moveAll();
    }

    /** The modes that need no other JVM. */
    static Stream<Mode> ofThisJvm() {
        return Stream.of(values()).filter(mode -> mode.flags.isEmpty());
    }

    /** The modes that need another JVM. */
    static Stream<Mode> ofOtherJvms() {
        return Stream.of(values()).filter(mode -> !mode.flags.isEmpty());
    }

    /** Flags of the JVM; empty if this mode needs no other one. */
    List<String> flags() {
        return flags;
    }

    /** Who is shown the guests; a new one each time. */
    RunWatcher watcher() {
        return watcher.get();
    }
}
