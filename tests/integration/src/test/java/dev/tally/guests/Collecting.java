package dev.tally.guests;

import dev.tally.heap.collect.CollectionSchedule;

/** When the objects of a run are collected. No guest can tell one from another. */
public enum Collecting {
    AS_DESIGNED {
        @Override
        void applyTo(CollectionSchedule schedule) {}
    },

    BEFORE_EVERY_OBJECT {
        @Override
        void applyTo(CollectionSchedule schedule) {
            schedule.collectEvery(1);
        }
    },

    BEFORE_EVERY_SEVENTH {
        @Override
        void applyTo(CollectionSchedule schedule) {
            schedule.collectEvery(7);
        }
    },

    AT_RANDOM {
        @Override
        void applyTo(CollectionSchedule schedule) {
            schedule.collectAtRandom(SEED, 10);
        }
    },

    /** Each time to other places, in another array. */
    MOVING_ALL {
        @Override
        void applyTo(CollectionSchedule schedule) {
            schedule.moveAll();
            schedule.collectEvery(5);
        }
    };

    private static final long SEED = 0x7a11_7a11L;

    abstract void applyTo(CollectionSchedule schedule);
}
