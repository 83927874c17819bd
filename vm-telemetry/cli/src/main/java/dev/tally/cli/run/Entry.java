package dev.tally.cli.run;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.console.Figures;
import dev.tally.cli.console.ModuleFile;
import dev.tally.cli.console.Printable;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Module;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The exported function that a run calls.
 *
 * @param name the export
 * @param command whether it is the entry of a WASI command, to which the arguments are text
 */
record Entry(String name, boolean command) {
    private static final String COMMAND_ENTRY = "_start";
    private static final String FUNCTION = "func ";
    private static final String COMMAND_TYPE = FUNCTION + FunctionType.of();
    private static final String INVOKE = "--invoke";
    private static final int MOST_LISTED = 12;

    /**
     * The function to call: the one that was asked for, otherwise the entry of a command.
     *
     * @param guestArguments what stands behind the file, where an option would be the guest's
     */
    static Entry of(ModuleFile file, @Nullable String invoked, List<String> guestArguments) {
        String wanted = invoked == null ? COMMAND_ENTRY : invoked;
        List<Module.Export> functions = file.module().exports().stream()
                .filter(export -> export.type().startsWith(FUNCTION))
                .toList();
        Module.Export found = functions.stream()
                .filter(export -> export.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        file.path()
                                + (invoked == null ? " has no _start" : " exports no function " + quoted(invoked))
                                + advice(functions)
                                + (guestArguments.contains(INVOKE) ? "; options stand before the file" : "")));
        if (invoked == null && !found.type().equals(COMMAND_TYPE)) {
            throw new CommandFailure(
                    ExitCode.USAGE, file.path() + ": its _start is no entry of a command: " + described(found));
        }
        return new Entry(wanted, invoked == null);
    }

    private static String advice(List<Module.Export> functions) {
        if (functions.isEmpty()) {
            return " and exports no function that could be called";
        }
        String listed =
                functions.stream().limit(MOST_LISTED).map(Entry::described).collect(Collectors.joining(", "));
        int more = functions.size() - MOST_LISTED;
        return "; --invoke can call " + listed + (more > 0 ? " and " + Figures.grouped(more) + " more" : "");
    }

    private static String described(Module.Export function) {
        return Printable.line(function.name()) + " " + function.type().substring(FUNCTION.length());
    }

    private static String quoted(String name) {
        return Printable.quoted(name);
    }

    /** Prepares the call, with arguments read by the function's type. */
    void prepare(Guest guest, List<String> literals) {
        if (command) {
            guest.call(name);
            return;
        }
        List<ValueType> types = type(guest).parameters();
        if (types.size() != literals.size()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    name + " " + type(guest) + " takes " + Figures.counted(types.size(), "argument") + ", not "
                            + literals.size());
        }
        @Nullable Object[] arguments = new Object[types.size()];
        for (int i = 0; i < arguments.length; i++) {
            try {
                arguments[i] = Literals.parse(types.get(i), literals.get(i), guest);
            } catch (IllegalArgumentException wrong) {
                throw new CommandFailure(
                        ExitCode.USAGE, "argument " + (i + 1) + " of " + name + ": " + wrong.getMessage(), wrong);
            }
        }
        try {
            guest.call(name, arguments);
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new CommandFailure(ExitCode.USAGE, "cannot call " + name + ": " + refused.getMessage(), refused);
        }
    }

    FunctionType type(Guest guest) {
        return guest.function(name).type();
    }
}
