package dev.tally.architecture.planted;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Date;
import jdk.jfr.FlightRecorder;

/** Asks for the time in every way there is, as no certificate may. */
@SuppressWarnings("JavaUtilDate") // The worst of ways, too.
public final class PlantedClock {
    private PlantedClock() {}

    /** How long this JVM has been there, and what it is. */
    public static String now() {
        return System.nanoTime() + " " + Instant.now() + new Date() + new File(".").lastModified()
                + ManagementFactory.getRuntimeMXBean().getName() + FlightRecorder.isAvailable();
    }
}
