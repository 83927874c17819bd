package dev.tally.telemetry.certification.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a certificate may know of a run. The set is closed: each of these follows from the module, the profile and the
 * rules of the machine, so that whoever repeats the run finds the same. There must never be an amount of heap here, a
 * time, or anything that tells of the machine below; a test lists what there is.
 *
 * @param stop why the run ended
 * @param ticks how many ticks it had
 * @param fuelPerTick the most fuel that a tick charged
 * @param fuel all fuel charged
 * @param hostCallsPerTick the most calls of host functions in a tick
 * @param hostCalls all calls of host functions
 * @param calls the calls of the profile that were begun, in their order
 * @param chain digests of the state, in their order
 * @param stdout the SHA-256 of what was written to standard output, in hex
 * @param stderr the SHA-256 of what was written to standard error, in hex
 */
public record PublicFacts(
        Stop stop,
        long ticks,
        Watermark fuelPerTick,
        Watermark fuel,
        Watermark hostCallsPerTick,
        Watermark hostCalls,
        List<CallFacts> calls,
        List<ChainLink> chain,
        String stdout,
        String stderr) {
    public PublicFacts {
        calls = List.copyOf(calls);
        chain = List.copyOf(chain);
    }

    /** Why a run ended. */
    public enum Stop {
        /** All calls of the profile have returned, or the guest has exited. */
        DONE,
        /** A call trapped. */
        TRAPPED,
        /** What the guest declares does not fit into its bytes; nothing was run. */
        REFUSED,
        /** The profile asks for no more ticks, or for no more of a repetition. */
        STOPPED
    }

    /** Whether the run ended by itself, so that another slicing must end there as well. */
    public boolean endedByItself() {
        return stop == Stop.DONE || stop == Stop.TRAPPED;
    }

    /** The links that every slicing has, in their order. */
    public List<ChainLink> guestEvents() {
        return chain.stream().filter(link -> link.event() != Event.TICK).toList();
    }

    /** The last call that was begun, or null. */
    public @Nullable CallFacts lastCall() {
        return calls.isEmpty() ? null : calls.getLast();
    }

    /** What brought the guest to rest where its state was digested. */
    public enum Event {
        /** The guest called {@code tally.yield}. */
        YIELD,
        /** The guest called a function of the host; the digest was taken before that ran. */
        HOST_CALL,
        /** A call returned. */
        RETURN,
        /** A call trapped, or the guest exited. */
        TRAP,
        /** The end of a tick that the profile wants to see; the only one that depends on slices. */
        TICK
    }

    /**
     * A digest of the state.
     *
     * @param tick the tick in which it was taken, from 1 on
     * @param function the function of the host that was called, as {@code module.name}; null otherwise
     * @param fuel charged until then
     * @param digest the SHA-256, in hex
     */
    public record ChainLink(
            long tick, Event event, @Nullable String function, long fuel, String digest) {
        /** Whether another slicing had the same event at the same fuel in the same state. */
        boolean sameEventAs(ChainLink other) {
            return event == other.event
                    && java.util.Objects.equals(function, other.function)
                    && fuel == other.fuel
                    && digest.equals(other.digest);
        }
    }

    /**
     * A call of the profile.
     *
     * @param entry the exported function
     * @param ending how it ended
     * @param tick the tick in which it did
     * @param fuel charged in all when it did
     * @param results its results, if it returned
     * @param trap why it trapped or with which code it exited; null otherwise
     */
    public record CallFacts(
            String entry,
            Ending ending,
            long tick,
            long fuel,
            List<Result> results,
            @Nullable TrapFacts trap) {
        public CallFacts {
            results = List.copyOf(results);
        }

        /** Whether another slicing had this call end the same way, at the same fuel. */
        boolean sameAs(CallFacts other) {
            return entry.equals(other.entry)
                    && ending == other.ending
                    && (ending == Ending.UNDONE
                            || fuel == other.fuel
                                    && results.equals(other.results)
                                    && java.util.Objects.equals(trap, other.trap));
        }
    }

    /** How a call ended. */
    public enum Ending {
        RETURNED,
        /** The guest ended itself; the trap has the code. */
        EXITED,
        TRAPPED,
        /** The run was stopped before it ended. */
        UNDONE
    }

    /**
     * A result.
     *
     * @param type the type in the words of the specification
     * @param value the value as profiles write arguments; null for a null reference, and for a text that UTF-8 cannot tell
     * @param utf16 the big-endian units of such a text in hex; null otherwise
     */
    public record Result(
            String type, @Nullable String value, @Nullable String utf16) {}

    /**
     * A trap. It has no message: those may name what only this machine knows; nor the depth of the stack, which is an amount.
     *
     * @param kind the stable kind
     * @param exitCode the code of a guest that exited, unsigned
     * @param frames the innermost frames, at most 64, innermost first
     */
    public record TrapFacts(String kind, long exitCode, List<Frame> frames) {
        public TrapFacts {
            frames = List.copyOf(frames);
        }
    }

    /**
     * A frame of a guest.
     *
     * @param function the function's name
     * @param index its index in the module; −1 for functions of the host
     * @param offset the byte of the module; −1 if that is not known
     */
    public record Frame(String function, long index, long offset) {}
}
