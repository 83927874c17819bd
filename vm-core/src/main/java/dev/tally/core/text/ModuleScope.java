package dev.tally.core.text;

import dev.tally.core.module.ExternalKind;

/** The index spaces of a module. */
final class ModuleScope {
    final IndexSpace types = new IndexSpace("type");
    final IndexSpace functions = new IndexSpace("function", "func");
    final IndexSpace tables = new IndexSpace("table");
    final IndexSpace memories = new IndexSpace("memory");
    final IndexSpace globals = new IndexSpace("global");
    final IndexSpace elements = new IndexSpace("elem segment");
    final IndexSpace datas = new IndexSpace("data segment");

    /** The space of what can be imported and exported. */
    IndexSpace of(ExternalKind kind) {
        return switch (kind) {
            case FUNCTION -> functions;
            case TABLE -> tables;
            case MEMORY -> memories;
            case GLOBAL -> globals;
        };
    }
}
