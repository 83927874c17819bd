package dev.tally.architecture.planted;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import jdk.jfr.FlightRecorder;

/** Asks for the time in every way there is, as no certificate may. */
public final class PlantedClock {
    private PlantedClock() {}

    /** How long this JVM has been there, and what it is. */
    public static String now() {
        return System.nanoTime() + " " + Instant.now()
                + ManagementFactory.getRuntimeMXBean().getName() + FlightRecorder.isAvailable();
    }
}
