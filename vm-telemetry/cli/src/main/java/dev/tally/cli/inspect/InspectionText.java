package dev.tally.cli.inspect;

import dev.tally.cli.console.Figures;
import dev.tally.cli.console.Printable;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.SizeRange;
import dev.tally.runtime.Module;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An inspection for people. */
final class InspectionText {
    private final Inspection inspection;
    private final StringBuilder text = new StringBuilder();

    private InspectionText(Inspection inspection) {
        this.inspection = inspection;
    }

    /** The whole, each line with its end. */
    static String of(Inspection inspection) {
        return new InspectionText(inspection).whole();
    }

    private String whole() {
        text.append(Printable.line(inspection.file()))
                .append(": ")
                .append(Figures.counted(inspection.bytes(), "byte"))
                .append(", SHA-256 ")
                .append(inspection.sha256())
                .append('\n');
        functions();
        list(
                "imports",
                inspection.imports().stream().map(InspectionText::described).toList());
        list(
                "exports",
                inspection.exports().stream().map(InspectionText::described).toList());
        list(
                "memories",
                inspection.memories().stream().map(InspectionText::described).toList());
        list(
                "tables",
                inspection.tables().stream().map(InspectionText::described).toList());
        row("globals", Figures.grouped(inspection.globals().size()));
        row(
                "segments",
                Figures.grouped(inspection.segments().data()) + " of data with "
                        + Figures.counted(inspection.segments().dataBytes(), "byte") + ", "
                        + Figures.grouped(inspection.segments().elements()) + " of elements");
        row(
                "features",
                inspection.features().isEmpty()
                        ? "WebAssembly 1.0"
                        : inspection.features().stream().map(Object::toString).collect(Collectors.joining(", ")));
        costs();
        return text.toString();
    }

    private void functions() {
        Inspection.Functions functions = inspection.functions();
        row(
                "functions",
                Figures.grouped(functions.defined()) + " defined, " + Figures.grouped(functions.imported())
                        + " imported; " + Figures.counted(functions.codeBytes(), "byte") + " of code");
        Inspection.LargestFunction largest = functions.largest();
        if (largest != null) {
            row(
                    "largest",
                    named(largest.name()) + ", " + Figures.counted(largest.codeBytes(), "byte") + " of code, "
                            + Figures.counted(largest.locals(), "local"));
        }
        Inspection.FunctionName start = inspection.start();
        row("start", start == null ? "none" : named(start));
    }

    private void costs() {
        Module.StraightPath path = inspection.straightPath();
        row(
                "straight path",
                Figures.grouped(path.fuel()) + " fuel at most between two checks, in "
                        + Printable.line(path.function()));
        row(
                "overshoot",
                "a tick charges at most " + Figures.grouped(inspection.overshoot()) + " fuel beyond its grant");
    }

    private static String described(Module.Import wanted) {
        return Printable.quoted(wanted.module()) + " " + Printable.quoted(wanted.name()) + " " + wanted.type();
    }

    private static String described(Module.Export offered) {
        return Printable.quoted(offered.name()) + " " + offered.type();
    }

    private static String described(MemoryType memory) {
        long bytes = memory.size().minimum() * MemoryType.PAGE_BYTES;
        return sized(memory.size(), "page") + ", " + Figures.counted(bytes, "byte") + " at first";
    }

    private static String described(TableType table) {
        return sized(table.size(), "element") + ", " + table.element();
    }

    private static String sized(SizeRange size, String noun) {
        return Figures.counted(size.minimum(), noun)
                + (size.bounded() ? ", at most " + Figures.grouped(size.maximum()) : "");
    }

    private static String named(Inspection.FunctionName function) {
        return Printable.line(function.name()) + " (function " + function.index() + ")";
    }

    private void list(String name, List<String> entries) {
        row(name, entries.isEmpty() ? "none" : entries.getFirst());
        entries.stream().skip(1).forEach(entry -> row("", entry));
    }

    private void row(String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-14s %s\n", name, value));
    }
}
