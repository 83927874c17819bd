package dev.tally.core.module;

/** What a module asks its host for. */
public record Import(String module, String name, ExternalType type) {}
