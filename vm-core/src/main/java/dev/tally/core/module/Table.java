package dev.tally.core.module;

import dev.tally.core.module.ExternalType.TableType;
import org.jspecify.annotations.Nullable;

/** A table that the module defines; its elements begin as the initializer's value, or as null where there is none. */
public record Table(TableType type, @Nullable Code initializer) {}
