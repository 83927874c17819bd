package dev.tally.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * The command line. Its first word names a table, which is printed to standard output in Markdown; all that follows are
 * options of JMH. Without such a word everything is left to JMH.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String command = arguments.length == 0 ? "" : arguments[0];
        switch (command) {
            case "compare" -> print(InterpreterComparison.run(options(arguments)));
            case "tiers" -> print(new TierComparison(options(arguments)).run());
            case "objects" -> print(AllocationComparison.run(options(arguments)));
            case "fuel" -> print(new FuelPrice().run(options(arguments)));
            case "start" -> print(StartFigures.run(options(arguments)));
            case "rest" -> print(RestPrice.run(options(arguments)));
            case "recorder" -> print(RecorderPrice.run(options(arguments)));
            case "burden" -> print(BurdenPrice.run(options(arguments)));
            case "heap" -> new HeapFigures(options(arguments)).run(Main::print);
            case "size" -> print(Size.run());
            case "report" -> report(options(arguments));
            default -> org.openjdk.jmh.Main.main(arguments);
        }
    }

    private static CommandLineOptions options(String[] arguments) throws CommandLineOptionException {
        return new CommandLineOptions(Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    /** All tables, as the project quotes them. */
    private static void report(CommandLineOptions given) throws IOException, RunnerException {
        print("### Size\n\n" + Size.run());
        print("### Interpreters\n\n" + InterpreterComparison.run(given));
        print("### Compiled code\n\n" + new TierComparison(given).run());
        print("### Objects\n\n" + AllocationComparison.run(given));
        print("### The price of fuel\n\n" + new FuelPrice().run(given));
        print("### The start\n\n" + StartFigures.run(given));
        print("### The price of a rest\n\n" + RestPrice.run(given));
        print("### The price of evidence\n\n" + RecorderPrice.run(given));
        print("### The worst guests\n\n" + BurdenPrice.run(given));
        print("### The heap\n");
        new HeapFigures(given).run(Main::print);
        print(machine());
    }

    private static String machine() {
        return "Measured on Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors.\n";
    }

    private static void print(String text) {
        System.out.println(text);
    }
}
