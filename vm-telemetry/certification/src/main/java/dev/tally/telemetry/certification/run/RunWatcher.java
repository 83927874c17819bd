package dev.tally.telemetry.certification.run;

import dev.tally.runtime.Guest;

/**
 * Is shown the guests whose runs become certificates, between their ticks, so that evidence can be kept of the same run.
 * Nothing goes back from here: whoever watches answers nothing, and must leave the guest as it is.
 */
public interface RunWatcher {
    /** Watches nothing. */
    RunWatcher NOBODY = new RunWatcher() {
        @Override
        public void spawned(Guest guest, long fuelPerTick) {}

        @Override
        public void ticked(Guest guest) {}
    };

    /**
     * A guest has been spawned and has not been run.
     *
     * @param fuelPerTick what its ticks will be granted
     */
    void spawned(Guest guest, long fuelPerTick);

    /** The guest has had a tick. */
    void ticked(Guest guest);
}
