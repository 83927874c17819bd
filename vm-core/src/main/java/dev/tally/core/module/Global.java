package dev.tally.core.module;

import dev.tally.core.module.ExternalType.GlobalType;

/** A global that the module defines, with the constant expression of its first value. */
public record Global(GlobalType type, Code initializer) {}
