package dev.tally.cli.certify;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.ExitCode;
import dev.tally.telemetry.certification.profile.Profile;
import dev.tally.telemetry.certification.profile.ProfileException;
import dev.tally.telemetry.certification.profile.ProfileReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Profiles and certificates as files. Whatever is wrong with one is one line that names it. */
final class PublishedFile {
    /** More than any profile or certificate that somebody could want to read. */
    private static final int MOST_BYTES = 256 << 20;

    private PublishedFile() {}

    static Profile profile(Path path) {
        byte[] bytes = read(path);
        return suiting(path, () -> ProfileReader.read(bytes));
    }

    /** Does something for which a profile may turn out to be unsuitable. */
    static <T> T suiting(Path profile, Supplier<T> work) {
        try {
            return work.get();
        } catch (ProfileException refusal) {
            throw new CommandFailure(ExitCode.PROFILE, profile + ": " + refusal.getMessage(), refusal);
        }
    }

    static byte[] read(Path path) {
        if (Files.isDirectory(path)) {
            throw new CommandFailure(ExitCode.NO_INPUT, path + ": is a directory");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new CommandFailure(ExitCode.NO_INPUT, path + ": has more than " + MOST_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw new CommandFailure(ExitCode.NO_INPUT, path + ": there is no such file", missing);
        } catch (AccessDeniedException denied) {
            throw new CommandFailure(ExitCode.NO_INPUT, path + ": may not be read", denied);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT, path + ": cannot be read: " + CommandFailure.reason(failure), failure);
        }
    }
}
