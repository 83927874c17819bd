package dev.tally.runtime.link;

import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.heap.word.GlobalCell;
import org.jspecify.annotations.Nullable;

/**
 * A global of a guest. An imported string constant has its text here and no value until the guest first reads it.
 */
public final class GuestGlobal {
    private final GlobalType type;
    private final GlobalCell cell;
    private final @Nullable String constant;

    GuestGlobal(GlobalType type, GlobalCell cell, @Nullable String constant) {
        this.type = type;
        this.cell = cell;
        this.constant = constant;
    }

    public GlobalType type() {
        return type;
    }

    /** Where its value is. */
    public GlobalCell cell() {
        return cell;
    }

    /** The text of a string constant, or null for other globals. */
    public @Nullable String constant() {
        return constant;
    }
}
