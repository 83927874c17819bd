package dev.tally.core.text;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;

/**
 * From text to the module model (specification, chapter "Text Format"). Refuses whatever is not well-formed, uses memory
 * in proportion to the text, and never judges validity.
 */
public final class TextReader {
    private TextReader() {}

    /**
     * Reads a module.
     *
     * @param text the module in UTF-8, {@code (module ...)} or its fields alone; not copied
     * @throws ModuleException when the text is malformed or too long, or uses a feature that this machine does not have
     */
    public static TextModule read(byte[] text, ModuleLimits limits) {
        if (text.length > limits.moduleBytes()) {
            throw new ModuleException(
                    Kind.LIMIT, "moduleBytes " + text.length + " exceeds " + limits.moduleBytes(), 0, -1);
        }
        TokenCursor cursor = TokenCursor.over(SourceText.of(text));
        boolean wrapped = cursor.opens("module");
        TextModule module = module(cursor);
        if (wrapped) {
            cursor.close();
        }
        cursor.take(TokenKind.END);
        return module;
    }

    /**
     * Takes what stands between {@code (module} and the parenthesis that closes it: its identifier and its fields.
     *
     * @throws ModuleException likewise
     */
    public static TextModule module(TokenCursor cursor) {
        return new ModuleParser(cursor).module();
    }
}
