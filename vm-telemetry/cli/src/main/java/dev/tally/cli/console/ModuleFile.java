package dev.tally.cli.console;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.text.TextModule;
import dev.tally.core.text.TextReader;
import dev.tally.core.validate.Validator;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Module;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A module and the file it was read from, in either format. Whatever the file turns out to be, reading it fails with one
 * line that names it.
 *
 * @param path as it was given
 * @param bytes the module in the binary format; for reading only
 */
public record ModuleFile(Path path, byte[] bytes, Module module) {
    private static final int BYTES_THAT_SHOW_TEXT = 256;
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();

    /** Reads and validates a module; text is assembled. */
    public static ModuleFile read(Path path) {
        byte[] contents = contents(path);
        return reading(path, () -> {
            byte[] bytes = looksLikeText(contents) ? assembled(contents) : contents;
            return new ModuleFile(path, bytes, Engine.create().load(bytes));
        });
    }

    /** Reads a module that need not be valid. */
    public static ModuleDefinition definition(Path path) {
        byte[] contents = contents(path);
        return reading(
                path,
                () -> looksLikeText(contents)
                        ? TextReader.read(contents, LIMITS).definition()
                        : BinaryReader.read(contents, LIMITS));
    }

    private static <T> T reading(Path path, Supplier<T> read) {
        try {
            return read.get();
        } catch (ModuleException refusal) {
            throw new CommandFailure(ExitCode.MODULE, path + ": " + refusal.getMessage(), refusal);
        }
    }

    /** The binary format of a valid text; what makes others invalid is found in the text. */
    private static byte[] assembled(byte[] text) {
        TextModule module = TextReader.read(text, LIMITS);
        try {
            Validator.validate(module.definition(), LIMITS);
        } catch (ModuleException refusal) {
            throw module.inText(refusal);
        }
        return BinaryWriter.write(module.definition());
    }

    /** The file's name without its folders. */
    public String name() {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    private static byte[] contents(Path path) {
        if (Files.notExists(path)) {
            throw new CommandFailure(ExitCode.NO_INPUT, path + ": there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw new CommandFailure(ExitCode.NO_INPUT, path + ": is a directory, not a module");
        }
        int limit = LIMITS.moduleBytes();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(limit + 1);
        } catch (AccessDeniedException denied) {
            throw new CommandFailure(ExitCode.NO_INPUT, path + ": may not be read", denied);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT, path + ": cannot be read: " + CommandFailure.reason(failure), failure);
        }
        if (bytes.length == 0) {
            throw new CommandFailure(ExitCode.MODULE, path + ": is empty");
        }
        if (bytes.length > limit) {
            throw new CommandFailure(ExitCode.MODULE, path + ": has more than " + limit + " bytes");
        }
        return bytes;
    }

    private static boolean looksLikeText(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, BYTES_THAT_SHOW_TEXT); i++) {
            boolean control =
                    bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t';
            if (control) {
                return false;
            }
        }
        return true;
    }
}
