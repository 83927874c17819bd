package dev.tally.conformance.script;

import dev.tally.conformance.script.Command.Refusal;
import dev.tally.core.text.SourceText;
import dev.tally.core.text.TokenCursor;
import dev.tally.core.text.TokenKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads scripts, the form in which the test suite of the specification is written. Modules that stand in a script as text
 * are only found here; whoever runs the script has them parsed.
 */
public final class ScriptReader {
    private final TokenCursor cursor;
    private final List<Command> commands = new ArrayList<>();

    private ScriptReader(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * The commands of a script.
     *
     * @throws dev.tally.core.ModuleException when it is malformed, modules apart
     */
    public static List<Command> read(byte[] utf8) {
        return new ScriptReader(TokenCursor.over(SourceText.of(utf8))).script();
    }

    private List<Command> script() {
        if (isField()) {
            commands.add(new Command.Define(1, "", new ModuleSource.Inline(cursor, 0), true));
            return commands;
        }
        while (!cursor.is(TokenKind.END)) {
            commands.add(command());
        }
        return commands;
    }

    /** Whether the script is a module without its parentheses. */
    private boolean isField() {
        return switch (cursor.openedKeyword()) {
            case "type",
                    "rec",
                    "import",
                    "func",
                    "table",
                    "memory",
                    "global",
                    "tag",
                    "export",
                    "start",
                    "elem",
                    "data" -> true;
            default -> false;
        };
    }

    private Command command() {
        int line = cursor.source().line(cursor.offset());
        int token = cursor.position();
        cursor.take(TokenKind.LEFT);
        String word = cursor.keyword();
        Command command = switch (word) {
            case "module" -> {
                cursor.moveTo(token);
                yield module(line);
            }
            case "register" -> new Command.Register(line, cursor.name(), name());
            case "invoke", "get" -> {
                cursor.moveTo(token);
                yield new Command.Perform(line, action());
            }
            case "assert_return" -> new Command.AssertReturn(line, action(), results());
            case "assert_trap" -> {
                if (cursor.isOpen("module")) {
                    yield new Command.AssertModuleTraps(line, source(), cursor.name());
                }
                yield new Command.AssertTrap(line, action(), cursor.name());
            }
            case "assert_exhaustion" -> new Command.AssertExhaustion(line, action(), cursor.name());
            case "assert_exception" -> new Command.AssertException(line, action());
            case "assert_malformed", "assert_malformed_custom" ->
                new Command.AssertRefused(line, source(), Refusal.MALFORMED, cursor.name());
            case "assert_invalid", "assert_invalid_custom" ->
                new Command.AssertRefused(line, source(), Refusal.INVALID, cursor.name());
            case "assert_unlinkable" -> new Command.AssertRefused(line, source(), Refusal.UNLINKABLE, cursor.name());
            default -> own(line, word);
        };
        boolean closed = word.equals("module") || word.equals("invoke") || word.equals("get");
        if (!closed) {
            cursor.close();
        }
        return command;
    }

    /** What only the project's own scripts say. */
    private Command own(int line, String word) {
        return switch (word) {
            case "limits" -> new Command.Confine(line, cursor.u32(), cursor.u32());
            case "assert_fuel" -> {
                if (cursor.isOpen("module")) {
                    yield new Command.AssertModuleFuel(line, source(), cursor.u32());
                }
                yield new Command.AssertFuel(line, action(), cursor.u32());
            }
            case "assert_rests" -> {
                Action action = action();
                Map<String, Integer> rests = new TreeMap<>();
                while (cursor.is(TokenKind.STRING)) {
                    rests.put(cursor.name(), cursor.u32());
                }
                yield new Command.AssertRests(line, action, rests);
            }
            case "assert_stack" -> new Command.AssertStack(line, action(), cursor.name(), names());
            case "assert_outcomes" -> new Command.AssertOutcomes(line, action(), names());
            default -> throw cursor.malformed("unknown command " + word);
        };
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        while (cursor.is(TokenKind.STRING)) {
            names.add(cursor.name());
        }
        return names;
    }

    /** Takes a name, if one comes next. */
    private String name() {
        return cursor.is(TokenKind.ID) ? cursor.id() : "";
    }

    // Modules.

    private Command module(int line) {
        cursor.open("module");
        boolean instantiates = !cursor.takes("definition");
        if (instantiates && cursor.takes("instance")) {
            Command command = new Command.Instantiate(line, name(), name());
            cursor.close();
            return command;
        }
        int token = cursor.position();
        return new Command.Define(line, name(), source(token), instantiates);
    }

    private ModuleSource source() {
        cursor.open("module");
        cursor.takes("definition");
        int token = cursor.position();
        name();
        return source(token);
    }

    /** Takes what stands behind the name of a module, which begins at a token, and the parenthesis that closes it. */
    private ModuleSource source(int token) {
        boolean quoted = cursor.takes("quote");
        if (quoted || cursor.takes("binary")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (cursor.is(TokenKind.STRING)) {
                bytes.writeBytes(cursor.bytes());
                if (quoted) {
                    bytes.write('\n');
                }
            }
            cursor.close();
            return quoted ? new ModuleSource.Quoted(bytes.toByteArray()) : new ModuleSource.Binary(bytes.toByteArray());
        }
        cursor.closeGroup();
        return new ModuleSource.Inline(cursor, token);
    }

    // Actions and values.

    private Action action() {
        cursor.take(TokenKind.LEFT);
        String word = cursor.keyword();
        String instance = name();
        String export = cursor.name();
        Action action;
        if (word.equals("get")) {
            action = new Action.Get(instance, export);
        } else if (word.equals("invoke")) {
            List<@Nullable Object> arguments = new ArrayList<>();
            while (cursor.is(TokenKind.LEFT)) {
                arguments.add(argument());
            }
            action = new Action.Invoke(instance, export, arguments);
        } else {
            throw cursor.malformed("unknown action " + word);
        }
        cursor.close();
        return action;
    }

    private @Nullable Object argument() {
        cursor.take(TokenKind.LEFT);
        String word = cursor.keyword();
        Object argument = switch (word) {
            case "i32.const" -> cursor.i32();
            case "i64.const" -> cursor.i64();
            case "f32.const" -> Float.intBitsToFloat(cursor.f32());
            case "f64.const" -> Double.longBitsToDouble(cursor.f64());
            case "ref.null" -> {
                cursor.skip();
                yield null;
            }
            case "ref.extern", "ref.host" -> new HostValue(cursor.u32());
            default -> foreign(word);
        };
        cursor.close();
        return argument;
    }

    private List<Expected> results() {
        List<Expected> results = new ArrayList<>();
        while (cursor.is(TokenKind.LEFT)) {
            results.add(result());
        }
        return results;
    }

    private Expected result() {
        cursor.take(TokenKind.LEFT);
        String word = cursor.keyword();
        Expected expected = switch (word) {
            case "i32.const" -> new Expected.Exactly(cursor.i32());
            case "i64.const" -> new Expected.Exactly(cursor.i64());
            case "f32.const" -> {
                Expected pattern = notANumber(true);
                yield pattern != null ? pattern : new Expected.Exactly(Float.intBitsToFloat(cursor.f32()));
            }
            case "f64.const" -> {
                Expected pattern = notANumber(false);
                yield pattern != null ? pattern : new Expected.Exactly(Double.longBitsToDouble(cursor.f64()));
            }
            case "ref.null" -> {
                if (!cursor.is(TokenKind.RIGHT)) {
                    cursor.skip();
                }
                yield new Expected.Null();
            }
            case "ref.extern", "ref.host" ->
                cursor.is(TokenKind.RIGHT) ? anyOf(word) : new Expected.Host(new HostValue(cursor.u32()));
            case "ref.func" -> {
                if (!cursor.is(TokenKind.RIGHT)) {
                    cursor.skip();
                }
                yield anyOf(word);
            }
            case "either" -> new Expected.Either(results());
            default -> anyOf(word);
        };
        cursor.close();
        return expected;
    }

    /** What is expected of a reference of which a script gives no more than the kind. */
    private Expected anyOf(String word) {
        ReferenceKind kind = ReferenceKind.of(word);
        return kind == null ? foreign(word) : new Expected.AnyOf(kind);
    }

    /** Takes what stands behind the word of a value that only machines with more features have. */
    private Expected.Foreign foreign(String word) {
        cursor.closeGroup();
        cursor.moveTo(cursor.position() - 1);
        return new Expected.Foreign(word);
    }

    private @Nullable Expected notANumber(boolean single) {
        if (cursor.takes("nan:canonical")) {
            return new Expected.NotANumber(single, true);
        }
        return cursor.takes("nan:arithmetic") ? new Expected.NotANumber(single, false) : null;
    }
}
