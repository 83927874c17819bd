package dev.tally.conformance.script;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import dev.tally.core.text.TokenCursor;

/** A module as a script gives it. */
public sealed interface ModuleSource {
    /**
     * The module in the binary format.
     *
     * @throws dev.tally.core.ModuleException when it is given as text that is malformed
     */
    byte[] bytes();

    /** As part of the script's own text; its identifier, or else its first field, is a token there. */
    record Inline(TokenCursor cursor, int token) implements ModuleSource {
        @Override
        public byte[] bytes() {
            cursor.moveTo(token);
            return BinaryWriter.write(TextReader.module(cursor).definition());
        }
    }

    /** As text in strings, which may be malformed. */
    record Quoted(byte[] text) implements ModuleSource {
        @Override
        public byte[] bytes() {
            return BinaryWriter.write(
                    TextReader.read(text, ModuleLimits.defaults()).definition());
        }
    }

    /** As bytes in strings, which may be malformed. */
    record Binary(byte[] bytes) implements ModuleSource {}
}
