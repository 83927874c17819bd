package dev.tally.core.module;

/**
 * What a module offers.
 *
 * @param index the place in the index space of its kind, imported ones first
 */
public record Export(String name, ExternalKind kind, int index) {}
