package dev.tally.cli.console;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleLimits;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Module;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A module and the file it was read from. Whatever the file turns out to be, reading it fails with one line that names it.
 *
 * @param path as it was given
 * @param bytes what the file held; for reading only
 */
public record ModuleFile(Path path, byte[] bytes, Module module) {
    private static final int BYTES_THAT_SHOW_TEXT = 256;

    /** Reads and validates a module. */
    public static ModuleFile read(Path path) {
        byte[] bytes = bytesOf(path);
        try {
            return new ModuleFile(path, bytes, Engine.create().load(bytes));
        } catch (ModuleException refusal) {
            String advice = looksLikeText(bytes) ? " (the file is text; wat2wasm makes modules of .wat files)" : "";
            throw new CommandFailure(ExitCode.MODULE, path + ": " + refusal.getMessage() + advice, refusal);
        }
    }

    /** The file's name without its folders. */
    public String name() {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    private static byte[] bytesOf(Path path) {
        if (Files.notExists(path)) {
            throw new CommandFailure(ExitCode.NO_INPUT, path + ": there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw new CommandFailure(ExitCode.NO_INPUT, path + ": is a directory, not a module");
        }
        int limit = ModuleLimits.defaults().moduleBytes();
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
