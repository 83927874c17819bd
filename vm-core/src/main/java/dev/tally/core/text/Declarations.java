package dev.tally.core.text;

import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.Names;
import dev.tally.core.module.RecursiveGroup;
import dev.tally.core.module.Section;
import dev.tally.core.module.SubType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * The first walk over the fields of a module: gives every identifier its index, and parses the types, so that in the
 * second walk everything can be used before it is declared. It skips what fields contain.
 */
final class Declarations {
    private final TokenCursor cursor;
    private final ModuleScope scope;
    private final SourceMap map;
    private final CustomSections custom;
    private final MutableIntList typeFields = IntLists.mutable.empty();
    private final MutableIntObjectMap<String> functionNames = IntObjectMaps.mutable.empty();
    private @Nullable String moduleName;

    /** The word for what was defined first; nothing can be imported from there on. */
    private @Nullable String firstDefinition;

    Declarations(TokenCursor cursor, ModuleScope scope, SourceMap map, CustomSections custom) {
        this.cursor = cursor;
        this.scope = scope;
        this.map = map;
        this.custom = custom;
    }

    /** Takes the name of the module, if one comes next. */
    void moduleName() {
        if (cursor.is(TokenKind.ID)) {
            moduleName = cursor.id();
        }
        String annotated = custom.name();
        if (annotated != null) {
            moduleName = annotated;
        }
    }

    /** Takes all fields, up to the parenthesis that closes the module, or to the end of the text. */
    void fields() {
        while (custom.sections() && cursor.is(TokenKind.LEFT)) {
            field();
        }
    }

    /** The names for people. */
    Names names() {
        return new Names(moduleName, functionNames.toImmutable());
    }

    private void field() {
        int token = cursor.position();
        cursor.skip();
        String word = cursor.is(TokenKind.KEYWORD) ? cursor.text() : "";
        switch (word) {
            case "type" -> {
                cursor.skip();
                typeFields.add(token);
                scope.types.declare(cursor);
            }
            case "rec" -> {
                cursor.skip();
                typeFields.add(token);
                while (cursor.opens("type")) {
                    scope.types.declare(cursor);
                    cursor.closeGroup();
                }
            }
            case "import" -> {
                cursor.skip();
                imported();
            }
            case "func", "table", "memory", "global", "tag" -> definition(kind());
            case "elem" -> {
                cursor.skip();
                scope.elements.declare(cursor);
            }
            case "data" -> {
                cursor.skip();
                scope.datas.declare(cursor);
            }
            case "export", "start" -> cursor.skip();
            default -> throw cursor.unexpected();
        }
        cursor.closeGroup();
    }

    /** Takes the word for a kind of what can be imported and exported. */
    private ExternalKind kind() {
        ExternalKind kind = Keywords.kind(cursor);
        cursor.skip();
        return kind;
    }

    private void imported() {
        checkOrder();
        cursor.take(TokenKind.STRING);
        cursor.take(TokenKind.STRING);
        cursor.take(TokenKind.LEFT);
        declare(kind());
        cursor.closeGroup();
    }

    private void checkOrder() {
        if (firstDefinition != null) {
            throw cursor.malformed("import after " + firstDefinition);
        }
    }

    private void declare(ExternalKind kind) {
        int token = cursor.position();
        String name = cursor.is(TokenKind.ID) ? cursor.id() : null;
        cursor.moveTo(token);
        int index = scope.of(kind).declare(cursor);
        String annotated = custom.name();
        String known = annotated != null ? annotated : name;
        if (kind == ExternalKind.FUNCTION && known != null) {
            functionNames.put(index, known);
        }
    }

    private void definition(ExternalKind kind) {
        declare(kind);
        while (cursor.opens("export")) {
            cursor.closeGroup();
        }
        if (cursor.isOpen("import")) {
            checkOrder();
            return;
        }
        if (firstDefinition == null) {
            firstDefinition = kind == ExternalKind.FUNCTION ? "function" : kind.toString();
        }
        if (kind == ExternalKind.MEMORY) {
            skipAddressType();
            if (cursor.isOpen("data")) {
                scope.datas.declare();
            }
        } else if (kind == ExternalKind.TABLE) {
            skipAddressType();
            skipReferenceType();
            if (cursor.isOpen("elem")) {
                scope.elements.declare();
            }
        }
    }

    private void skipAddressType() {
        if (cursor.isKeyword("i32") || cursor.isKeyword("i64")) {
            cursor.skip();
        }
    }

    private void skipReferenceType() {
        if (cursor.opens("ref")) {
            cursor.closeGroup();
        } else if (cursor.is(TokenKind.KEYWORD)) {
            cursor.skip();
        }
    }

    /** Parses the types, whose identifiers are all known now. */
    void types(TypeParser types, TypeTable table) {
        typeFields.forEach(token -> {
            cursor.moveTo(token);
            map.entry(Section.TYPE, cursor.offset());
            List<SubType> group = new ArrayList<>();
            if (cursor.opens("rec")) {
                while (cursor.isOpen("type")) {
                    group.add(type(types, table.size() + group.size()));
                }
                cursor.close();
            } else {
                group.add(type(types, table.size()));
            }
            table.add(new RecursiveGroup(group));
        });
    }

    private SubType type(TypeParser types, int index) {
        cursor.open("type");
        if (cursor.is(TokenKind.ID)) {
            cursor.skip();
        }
        SubType type = types.subType(index);
        cursor.close();
        return type;
    }
}
