package dev.tally.cli;

import dev.tally.cli.demo.DemoReport;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The demo that {@code mvn -q -Pdemo package} runs. It must never need anything but what the build made. */
public final class Demo {
    private Demo() {}

    /**
     * Runs the demo; ends the process with 1 if the guests did not do what the demo is there to show.
     *
     * @param arguments none are read
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        DemoReport report = DemoReport.run(onTerminal());
        out.print(report.text());
        out.flush();
        if (!report.proven()) {
            System.exit(1);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 always had a console; before and after there may be none.
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
