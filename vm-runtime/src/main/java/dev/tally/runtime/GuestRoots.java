package dev.tally.runtime;

import dev.tally.heap.collect.RootVisitor;
import dev.tally.heap.collect.Roots;
import dev.tally.runtime.frame.StackRoots;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.Store;
import java.util.List;

/**
 * Every reference that a guest holds outside its objects and tables: on its stack, in globals and in segments, in results that
 * the host can still read, and in those that a function of the host has set.
 */
final class GuestRoots implements Roots {
    private final Store store;
    private final StackRoots stack;
    private final Ticks ticks;

    GuestRoots(Store store, StackRoots stack, Ticks ticks) {
        this.store = store;
        this.stack = stack;
        this.ticks = ticks;
    }

    @Override
    public void visitAll(RootVisitor visitor) {
        ticks.visitStack(stack, visitor);
        List<Instance> instances = store.instances();
        for (int i = 0; i < instances.size(); i++) {
            instances.get(i).visitReferences(visitor);
        }
    }

    @Override
    public long fuelUsed() {
        return ticks.fuelUsed();
    }
}
