package dev.tally.cli;

/** The demo that {@code mvn -q -Pdemo package} runs. It must never need anything but what the build made. */
public final class Demo {
    private Demo() {}

    /**
     * Runs the demo.
     *
     * @param arguments none are read
     */
    public static void main(String[] arguments) {
        System.out.println("The demo stands here as soon as guests run.");
    }
}
