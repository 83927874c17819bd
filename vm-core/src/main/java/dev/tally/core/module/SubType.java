package dev.tally.core.module;

import dev.tally.core.type.FunctionType;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * An entry of the type section.
 *
 * @param isFinal whether no other type may declare this one as its supertype
 * @param supertypes the indices of the types that it declares as its supertypes; validation lets at most one pass
 */
public record SubType(boolean isFinal, ImmutableIntList supertypes, CompositeType composite) {
    /** The short form: final, and without supertypes. */
    public static SubType of(CompositeType composite) {
        return new SubType(true, IntLists.immutable.empty(), composite);
    }

    /** The short form of a function type. */
    public static SubType of(FunctionType type) {
        return of(new CompositeType.OfFunctions(type));
    }
}
