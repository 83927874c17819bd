package dev.tally.core.text;

import dev.tally.core.module.ExternalKind;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/** The index spaces of a module. */
final class ModuleScope {
    final IndexSpace types = new IndexSpace("type");
    final IndexSpace functions = new IndexSpace("function", "func");
    final IndexSpace tables = new IndexSpace("table");
    final IndexSpace memories = new IndexSpace("memory");
    final IndexSpace globals = new IndexSpace("global");
    final IndexSpace tags = new IndexSpace("tag");
    final IndexSpace elements = new IndexSpace("elem segment");
    final IndexSpace datas = new IndexSpace("data segment");

    private final IndexSpace unnamed = new IndexSpace("field");
    private final MutableIntObjectMap<IndexSpace> fields = IntObjectMaps.mutable.empty();

    /** The fields of a structure type, which have identifiers only if it was {@link #declareFields declared} so. */
    IndexSpace fields(int type) {
        IndexSpace declared = fields.get(type);
        return declared == null ? unnamed : declared;
    }

    void declareFields(int type, IndexSpace space) {
        fields.put(type, space);
    }

    /** The space of what can be imported and exported. */
    IndexSpace of(ExternalKind kind) {
        return switch (kind) {
            case FUNCTION -> functions;
            case TABLE -> tables;
            case MEMORY -> memories;
            case GLOBAL -> globals;
            case TAG -> tags;
        };
    }
}
