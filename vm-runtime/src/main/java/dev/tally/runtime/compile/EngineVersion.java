package dev.tally.runtime.compile;

import dev.tally.core.isa.Opcode;
import dev.tally.heap.arena.Arena;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which engine this is: a digest of its own classes. A number that somebody must remember to raise would sooner or later let
 * an engine run code that another one has made, and that engine may have had another layout of objects or another price.
 */
final class EngineVersion {
    /** One of each module that generated code depends on. */
    private static final List<Class<?>> ANCHORS = List.of(Opcode.class, Arena.class, EngineVersion.class);

    private EngineVersion() {}

    /**
     * The SHA-256 of the files that the engine's classes come from.
     *
     * @throws IOException if that cannot be told
     */
    static byte[] digest() throws IOException {
        MessageDigest digest = CodeEntry.sha256();
        for (Class<?> anchor : ANCHORS) {
            add(digest, placeOf(anchor));
        }
        return digest.digest();
    }

    private static Path placeOf(Class<?> anchor) throws IOException {
        CodeSource source = anchor.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IOException("nobody knows where " + anchor.getName() + " comes from");
        }
        try {
            URI location = source.getLocation().toURI();
            return Path.of(location);
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException strange) {
            throw new IOException("cannot read where " + anchor.getName() + " comes from", strange);
        }
    }

    /** Adds an archive, or all classes beneath a directory, in an order that is the same everywhere. */
    private static void add(MessageDigest digest, Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            digest.update(Files.readAllBytes(place));
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                digest.update(place.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
    }
}
