package dev.tally.runtime.compile;

import dev.tally.core.isa.Opcode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps generated classes in a directory, so that another process need not generate them again. Whatever goes wrong with it
 * costs time and nothing else: an entry that is damaged, or was made by another engine, is as good as none.
 *
 * <p>There is a directory for each module, engine, version of the prices and rules of blocks, and version of Java, and a file for
 * each class. Files come into being whole, so engines of several processes may share the directory. A checksum tells of
 * accidents, not of ill will: who may write to the directory may do what the process may.
 */
public final class CodeCache {
    private static final Logger LOG = LoggerFactory.getLogger(CodeCache.class);

    private final Path directory;
    private final byte @Nullable [] engine;
    private final AtomicBoolean writable = new AtomicBoolean(true);

    /** A cache in a directory, which is made when there is something to keep. */
    public CodeCache(Path directory) {
        this.directory = directory;
        this.engine = engineVersion();
    }

    private static byte @Nullable [] engineVersion() {
        try {
            return EngineVersion.digest();
        } catch (IOException unknown) {
            LOG.warn(
                    "no code is kept from one process to the next, since the version of this engine is unknown",
                    unknown);
            return null;
        }
    }

    /** The part for one module, by the digest of its bytes and the most bytes of a method; null if there can be none. */
    @Nullable
    Shelf of(String moduleDigest, int methodBytes) {
        return engine == null ? null : new Shelf(key(moduleDigest, methodBytes, engine));
    }

    /** Of all that classes depend on: of the limits, that of methods, by which functions are cut into parts. */
    private static byte[] key(String moduleDigest, int methodBytes, byte[] engine) {
        String text = "tally code " + CodeEntry.FORMAT
                + "\nmodule " + moduleDigest
                + "\nmethods " + methodBytes
                + "\nengine " + HexFormat.of().formatHex(engine)
                + "\nprices " + Opcode.PRICE_TABLE_VERSION
                + "\njava " + Runtime.version().feature();
        return CodeEntry.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The classes of one module. */
    final class Shelf {
        private final byte[] key;
        private final Path place;

        private Shelf(byte[] key) {
            this.key = key;
            this.place = directory.resolve(HexFormat.of().formatHex(key));
        }

        private Path file(int function, int safepoint) {
            return place.resolve(function + (safepoint < 0 ? "" : "-" + safepoint) + ".code");
        }

        /** The class for a place: of no bytes if it would be too large, null if it is not known. */
        byte @Nullable [] find(int function, int safepoint) {
            Path file = file(function, safepoint);
            try {
                if (Files.size(file) > CodeEntry.MOST_BYTES) {
                    ignore(file, "it is too large");
                    return null;
                }
                return CodeEntry.read(Files.readAllBytes(file), key, function, safepoint);
            } catch (NoSuchFileException usual) {
                return null;
            } catch (CodeEntry.Unusable unusable) {
                ignore(file, unusable.getMessage());
                return null;
            } catch (IOException unreadable) {
                if (Files.exists(file)) {
                    ignore(file, unreadable.toString());
                }
                return null;
            }
        }

        /** Says that the class for a place, found before, is none that the JVM takes. */
        void refuse(int function, int safepoint, Throwable reason) {
            ignore(file(function, safepoint), reason.toString());
        }

        private static void ignore(Path file, @Nullable String reason) {
            LOG.warn("ignored the code in {}: {}", file, reason);
        }

        /** Keeps the class for a place, if the directory takes it. */
        void keep(int function, int safepoint, byte[] type) {
            if (!writable.get()) {
                return;
            }
            try {
                Files.createDirectories(place);
                Path file = file(function, safepoint);
                Path unfinished = Files.createTempFile(place, file.getFileName().toString(), ".tmp");
                try {
                    Files.write(unfinished, CodeEntry.write(key, function, safepoint, type));
                    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    Files.deleteIfExists(unfinished);
                }
            } catch (IOException refused) {
                if (writable.getAndSet(false)) {
                    LOG.warn("no code is kept in {} any more, since it cannot be written", directory, refused);
                }
            }
        }
    }
}
