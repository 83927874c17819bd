package dev.tally.runtime;

import dev.tally.core.type.FunctionType;
import dev.tally.runtime.link.GuestFunction;

/** A function of one guest, for {@link Guest#call(FunctionReference, Object...)} and {@link RestingCall#call}. */
public final class FunctionReference {
    private final Guest guest;
    private final GuestFunction function;

    FunctionReference(Guest guest, GuestFunction function) {
        this.guest = guest;
        this.function = function;
    }

    public String name() {
        return function.name();
    }

    public FunctionType type() {
        return function.type();
    }

    /** The function itself, if it is one of this guest's. */
    GuestFunction in(Guest caller) {
        if (caller != guest) {
            throw new IllegalArgumentException(function.name() + " is a function of another guest");
        }
        return function;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionReference reference && reference.function == function;
    }

    @Override
    public int hashCode() {
        return function.number();
    }

    @Override
    public String toString() {
        return function.name() + " " + function.type();
    }
}
