package dev.tally.core.text;

import dev.tally.core.ModuleException;
import dev.tally.core.module.ModuleDefinition;

/** A module that was read from text. */
public final class TextModule {
    private final ModuleDefinition definition;
    private final SourceText source;
    private final SourceMap map;

    TextModule(ModuleDefinition definition, SourceText source, SourceMap map) {
        this.definition = definition;
        this.source = source;
        this.map = map;
    }

    public ModuleDefinition definition() {
        return definition;
    }

    /** What a later step refused of {@link #definition}, with the place in the text. */
    public ModuleException inText(ModuleException refusal) {
        return source.refusal(refusal.kind(), refusal.reason(), map.place(refusal.offset()), refusal.function());
    }
}
