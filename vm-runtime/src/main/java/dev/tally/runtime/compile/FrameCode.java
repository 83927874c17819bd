package dev.tally.runtime.compile;

/**
 * Compiled code that takes over a frame which is written. Each generated class is one, so that entering it is an ordinary call: the
 * JVM would make and remake forms of a method handle on the thread that happens to call it.
 */
interface FrameCode {
    /**
     * Runs the code until it returns or stops; which of the two the machine knows.
     *
     * @param extent of the frame, see {@link Extent}
     * @param safepoint where the frame rests, which has this code
     */
    void run(Machine machine, long fuel, long extent, int safepoint);
}
