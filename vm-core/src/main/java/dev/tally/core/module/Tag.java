package dev.tally.core.module;

/**
 * A tag that the module defines: what tells one kind of exceptions from others.
 *
 * @param typeIndex a function type in the type section, whose parameters are the values of the exceptions
 */
public record Tag(int typeIndex) {}
