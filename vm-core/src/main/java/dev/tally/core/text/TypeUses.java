package dev.tally.core.text;

import dev.tally.core.ModuleException.Kind;
import dev.tally.core.module.ExternalType.OfFunction;
import dev.tally.core.module.ExternalType.OfTag;
import dev.tally.core.type.FunctionType;
import org.jspecify.annotations.Nullable;

/** Parses uses of function types: by index, spelled out, or both (specification, section "Text Format: Type Uses"). */
final class TypeUses {
    private final TokenCursor cursor;
    private final IndexSpace indices;
    private final TypeParser types;
    private final TypeTable table;

    TypeUses(TokenCursor cursor, IndexSpace indices, TypeParser types, TypeTable table) {
        this.cursor = cursor;
        this.indices = indices;
        this.types = types;
        this.table = table;
    }

    /**
     * Parses a type use.
     *
     * @param names where the parameters are declared as locals; null where they may have no identifiers
     * @return the index of the type
     */
    int index(@Nullable IndexSpace names) {
        int explicit = -1;
        int token = cursor.position();
        if (cursor.opens("type")) {
            explicit = indices.index(cursor);
            cursor.close();
        }
        FunctionType type = types.functionType(names);
        if (explicit < 0) {
            return table.index(type);
        }
        FunctionType named = table.function(explicit);
        if (type.equals(FunctionType.of())) {
            if (names != null && named != null) {
                names.declare(named.parameters().size());
            }
        } else if (!type.equals(named)) {
            cursor.moveTo(token);
            throw cursor.malformed(
                    named == null
                            ? "unknown type " + explicit
                            : "inline function type " + type + " is not type " + explicit + ", " + named);
        }
        return explicit;
    }

    /** Parses the type of an imported function, which must exist for the module to be built. */
    OfFunction imported() {
        int place = cursor.offset();
        int index = index(new IndexSpace("local"));
        FunctionType type = table.function(index);
        if (type == null) {
            throw cursor.refusal(Kind.INVALID, "unknown type " + index, place);
        }
        return new OfFunction(index, type);
    }

    /** Parses the type of an imported tag, likewise. */
    OfTag importedTag() {
        OfFunction exceptions = imported();
        return new OfTag(exceptions.typeNumber(), exceptions.type());
    }
}
