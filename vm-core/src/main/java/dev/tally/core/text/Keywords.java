package dev.tally.core.text;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.binary.Feature;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.ExternalKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of the text format: mnemonics, which stand in the opcode table, and those of its grammar. */
final class Keywords {
    private static final Set<String> GRAMMAR = Set.of(
            "any",
            "anyref",
            "array",
            "arrayref",
            "binary",
            "catch",
            "catch_all",
            "catch_all_ref",
            "catch_ref",
            "data",
            "declare",
            "definition",
            "elem",
            "else",
            "end",
            "eq",
            "eqref",
            "exn",
            "exnref",
            "export",
            "extern",
            "externref",
            "f32",
            "f64",
            "field",
            "final",
            "func",
            "funcref",
            "global",
            "i16",
            "i31",
            "i31ref",
            "i32",
            "i64",
            "i8",
            "import",
            "instance",
            "item",
            "local",
            "memory",
            "module",
            "mut",
            "nan:arithmetic",
            "nan:canonical",
            "noexn",
            "noextern",
            "nofunc",
            "none",
            "null",
            "nullexnref",
            "nullexternref",
            "nullfuncref",
            "nullref",
            "offset",
            "param",
            "quote",
            "rec",
            "ref",
            "result",
            "start",
            "struct",
            "structref",
            "sub",
            "table",
            "tag",
            "then",
            "type");

    /** By mnemonic; of two opcodes that share one, the first. */
    private static final Map<String, Opcode> OPCODES = new HashMap<>();

    /** For an opcode whose mnemonic another one shares, that other one. */
    private static final Map<Opcode, Opcode> HOMONYMS = new EnumMap<>(Opcode.class);

    static {
        for (Opcode opcode : Opcode.values()) {
            Opcode first = OPCODES.putIfAbsent(opcode.mnemonic(), opcode);
            if (first != null) {
                HOMONYMS.put(first, opcode);
            }
        }
    }

    private Keywords() {}

    /** The opcode with this mnemonic, or null. */
    static @Nullable Opcode opcode(String mnemonic) {
        return OPCODES.get(mnemonic);
    }

    /** The opcode that has the same mnemonic and other immediates, or null. */
    static @Nullable Opcode homonym(Opcode opcode) {
        return HOMONYMS.get(opcode);
    }

    /** The kind of imports and exports whose word comes next. */
    static ExternalKind kind(TokenCursor cursor) {
        for (ExternalKind kind : ExternalKind.values()) {
            if (cursor.isKeyword(kind.toString())) {
                return kind;
            }
        }
        throw cursor.unexpected();
    }

    /** The refusal of the token that a cursor stands before: of its spelling if that means nothing, else of its place. */
    static ModuleException unexpected(TokenCursor cursor) {
        return switch (cursor.kind()) {
            case END -> cursor.malformed("unexpected token: the text ends");
            case RESERVED -> cursor.malformed("unknown operator " + cursor.text());
            case KEYWORD -> unexpected(cursor, cursor.text());
            default -> cursor.malformed("unexpected token " + cursor.text());
        };
    }

    private static ModuleException unexpected(TokenCursor cursor, String word) {
        if (OPCODES.containsKey(word) || GRAMMAR.contains(word) || isMemoryArgument(word)) {
            return cursor.malformed("unexpected token " + word);
        }
        Feature feature = Feature.ofMnemonic(word);
        return feature == null
                ? cursor.malformed("unknown operator " + word)
                : cursor.refusal(Kind.UNSUPPORTED, feature + " (" + word + ")", cursor.offset());
    }

    private static boolean isMemoryArgument(String word) {
        int equals = word.indexOf('=');
        return equals > 0
                && (word.startsWith("offset=") || word.startsWith("align="))
                && NumberSyntax.isNatural(word.substring(equals + 1));
    }
}
