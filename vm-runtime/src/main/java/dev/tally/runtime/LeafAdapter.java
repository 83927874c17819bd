package dev.tally.runtime;

import dev.tally.core.type.FunctionType;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.LeafTarget;

/** A leaf function of the host as a guest calls it; one for each guest, because the call object is used again. */
final class LeafAdapter implements LeafTarget {
    private final String name;
    private final FunctionType type;
    private final LeafFunction function;
    private final LeafCall call;
    private final Guest guest;

    LeafAdapter(Guest guest, String name, FunctionType type, LeafFunction function) {
        this.guest = guest;
        this.call = new LeafCall(guest);
        this.name = name;
        this.type = type;
        this.function = function;
    }

    @Override
    public void call(Instance caller, long[] slots, int base) {
        call.begin(name, type, caller, base);
        guest.enterHost(true);
        try {
            function.call(call);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new HostFailure(failure);
        } finally {
            call.end();
            guest.leaveHost(call.charged());
        }
        call.deliver();
    }
}
