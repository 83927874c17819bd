package dev.tally.core.module;

import dev.tally.core.module.ExternalType.MemoryType;

/** A memory that the module defines. */
public record Memory(MemoryType type) {}
