package dev.tally.runtime;

/** A leaf function that is called while the guest rests; the guest can see no difference. */
final class LeafAtRest implements RestingFunction {
    private final LeafCall leafCall;
    private final LeafFunction function;

    LeafAtRest(Guest guest, LeafFunction function) {
        this.leafCall = new LeafCall(guest);
        this.function = function;
    }

    @Override
    public Answer call(RestingCall call) throws Exception {
        call.lend(leafCall);
        try {
            function.call(leafCall);
        } finally {
            leafCall.end();
            call.charge(leafCall.charged());
        }
        call.adopt(leafCall);
        return call.done();
    }
}
