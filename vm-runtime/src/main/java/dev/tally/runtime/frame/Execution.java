package dev.tally.runtime.frame;

import dev.tally.core.TrapKind;
import dev.tally.heap.collect.AllocationBuffer;
import dev.tally.heap.object.CardTable;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.word.SlotStack;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.Store;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a guest stands: its fuel, and the frame on top of its stack. While a tier runs, it keeps these in locals; at
 * every rest they are here, and all else that a guest is lies in arrays of its arena. A frame's layout is drawn at
 * {@link FunctionCode}.
 *
 * <p>The tier may use up {@link #fuel()}. The balance is that and what is {@link #withhold withheld}: a test mode that
 * brings the guest to rest more often than its budget asks for withholds some of it, and nothing else changes.
 */
public final class Execution {
    /** The link of a frame that the host itself called. */
    public static final long ROOT = -1;

    /** Where a loop that ends leaves what it knows; see {@link #state}. */
    public static final int FUEL = 0;

    public static final int FUNCTION = 1;
    public static final int BASE = 2;

    /** The safepoint of a loop that rests; the word to go on with of another. */
    public static final int WHERE = 3;

    private static final int STATE_WORDS = 4;

    private static final int NO_FUNCTION = -1;

    private final Store store;
    private final SlotStack stack;
    private final ObjectSpace objects;
    private final AllocationBuffer buffer;
    private final long[] state = new long[STATE_WORDS];
    private long fuel;
    private long withheld;
    private long prepaid;
    private long owedToHost;
    private boolean starved;
    private boolean restedHere;
    private boolean restsEverywhere;
    private boolean entersCompiled;
    private boolean holdsStill;

    private int function;
    private int safepoint;
    private int base;
    private int reentryWord;

    private int pendingFunction = NO_FUNCTION;
    private int pendingBase;
    private long pendingLink;

    private @Nullable TrapKind trapKind;
    private @Nullable Throwable trapCause;
    private String trapDetail = "";
    private int trapWord;

    public Execution(Store store, SlotStack stack) {
        this.store = store;
        this.stack = stack;
        this.objects = store.arena().objectSpace();
        this.buffer = store.arena().newAllocationBuffer();
    }

    public Store store() {
        return store;
    }

    public SlotStack stack() {
        return stack;
    }

    public long[] slots() {
        return stack.slots();
    }

    /** The array in which all objects lie: another one after a collection or a growth, so never across a rest. */
    public byte[] objects() {
        return objects.bytes();
    }

    /** How a tier makes structures and arrays while it runs, between {@link #openBuffer} and {@link AllocationBuffer#close}. */
    public AllocationBuffer buffer() {
        return buffer;
    }

    /** Opens the buffer, unless a test mode may want a rest before each. */
    public void openBuffer() {
        if (!restsEverywhere) {
            buffer.open();
        }
    }

    /** Where young objects begin; what is before is old. Another place after a rest. */
    public int youngObjects() {
        return objects.nurseryStart();
    }

    /** Where the collector looks for old objects that hold young ones. */
    public CardTable cards() {
        return objects.cards();
    }

    /** The end of the slots that frames may take without more being committed. */
    public int slotLimit() {
        return Math.min(stack.slots().length, stack.limit());
    }

    /**
     * Where a loop leaves its fuel, function, base and place when it ends, for {@link #restore}: an array, because calls
     * in a loop, even on its way out, are what the compilers of the JVM optimise it around.
     */
    public long[] state() {
        return state;
    }

    /** Takes over what a loop has left in {@link #state}. */
    public void restore(boolean atSafepoint) {
        fuel = state[FUEL];
        if (atSafepoint) {
            restAt((int) state[FUNCTION], (int) state[WHERE], (int) state[BASE]);
        } else {
            reenterAt((int) state[FUNCTION], (int) state[WHERE], (int) state[BASE]);
        }
    }

    // Fuel.

    /** What the running tier may use before it must come to rest; negative when it owes. */
    public long fuel() {
        return fuel;
    }

    /** Stores the tier's fuel back. */
    public void setFuel(long fuel) {
        this.fuel = fuel;
    }

    /** Charges at once; the next check sees it. */
    public void charge(long price) {
        fuel -= price;
    }

    /** All the fuel the guest has, withheld or not; negative when it owes. */
    public long balance() {
        return fuel + withheld;
    }

    /** Makes {@code allowance} of the balance usable before the next rest. */
    public void withhold(long balance, long allowance) {
        fuel = allowance;
        withheld = balance - allowance;
        starved = false;
    }

    /** Fuel collected for an operation that has not happened yet. */
    public long prepaid() {
        return prepaid;
    }

    /**
     * Collects the price of an operation that cannot be split, as far as the balance allows.
     *
     * @return whether all of it is paid; otherwise the guest must come to rest and try again. The operation ends with
     *     {@link #commit}.
     */
    public boolean prepay(long price) {
        long part = Math.clamp(price - prepaid, 0, Math.max(0, balance()));
        fuel -= part;
        prepaid += part;
        starved = prepaid < price;
        return !starved;
    }

    /** The operation that was paid for has happened, or will never happen. */
    public void commit() {
        prepaid = 0;
    }

    /**
     * Pays for a part of an operation that can be split.
     *
     * @return how many of the wanted units are paid for, from 0
     */
    public long payForUnits(long wanted) {
        long units = Math.min(wanted, Math.max(0, balance()));
        fuel -= units;
        starved = units < wanted;
        return units;
    }

    /** Keeps some of what the tier may use, or gives it back if negative: for a tier that wants to look around in between. */
    public void keep(long part) {
        fuel -= part;
        withheld += part;
    }

    /** Whether the guest rests because the operation at hand could not be paid for. */
    public boolean starved() {
        return starved;
    }

    /** A function of the host has work to do that is to be paid first. */
    public void collectNext(long price) {
        owedToHost = price;
    }

    /** What a function of the host asked to have collected, and is not yet. */
    public long owedToHost() {
        return owedToHost;
    }

    /** Collects what a function of the host asked for; false when the guest must come to rest first. */
    public boolean collectForHost() {
        if (owedToHost > 0) {
            if (!prepay(owedToHost)) {
                return false;
            }
            commit();
            owedToHost = 0;
        }
        return true;
    }

    /** Sets the mode in which the guest comes to rest before every operation that is a safepoint itself. */
    public void restEverywhere(boolean everywhere) {
        restsEverywhere = everywhere;
    }

    /** Whether a test mode is set that may want a rest before operations. */
    public boolean mayRestBeforeOperation() {
        return restsEverywhere;
    }

    /**
     * Whether a test mode wants a rest before the operation at hand, which it then has had when this is asked again. A
     * guest that owes would end its tick by that, so it goes on to where it must rest.
     */
    public boolean restsBeforeOperation() {
        if (!restsEverywhere || restedHere || balance() < 0) {
            restedHere = false;
            return false;
        }
        restedHere = true;
        return true;
    }

    /** Sets whether the interpreter hands over where compiled code could go on. */
    public void enterCompiled(boolean enters) {
        entersCompiled = enters;
    }

    public boolean entersCompiled() {
        return entersCompiled;
    }

    /** While it is set, nothing may be moved: an operation that needs room for an object and finds none rests instead. */
    public void holdStill(boolean still) {
        holdsStill = still;
    }

    public boolean holdsStill() {
        return holdsStill;
    }

    // Frames.

    /** The number of the function on top of the stack. */
    public int function() {
        return function;
    }

    public GuestFunction currentFunction() {
        return store.function(function);
    }

    /** Where in that function the guest rests: a safepoint of code, or the round of a function of the host. */
    public int safepoint() {
        return safepoint;
    }

    /** The slot at which the topmost frame begins. */
    public int base() {
        return base;
    }

    /** The guest rests here. */
    public void restAt(int restFunction, int restSafepoint, int restBase) {
        function = restFunction;
        safepoint = restSafepoint;
        base = restBase;
    }

    /** The tier goes on at a word of code at once; this is no rest, and nobody else gets to see it. */
    public void reenterAt(int nextFunction, int word, int nextBase) {
        function = nextFunction;
        base = nextBase;
        reentryWord = word;
    }

    /** The word at which the tier goes on. */
    public int reentryWord() {
        return reentryWord;
    }

    /**
     * Whether a frame fits on the stack, for which memory is committed if need be.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no memory; nothing has changed then
     */
    public boolean reserve(int frameBase, int frameSlots) {
        if (frameSlots > stack.limit() - frameBase) {
            return false;
        }
        stack.commit(frameBase + frameSlots);
        return true;
    }

    /**
     * Commits more of the stack before frames reach it: twice as much as there is, and so many slots behind an end at the most.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no memory; nothing has changed then
     */
    public void commitBeyond(int end, int slots) {
        long wanted = Math.min(2L * stack.slots().length, (long) end + slots);
        stack.commit((int) Math.min(wanted, stack.limit()));
    }

    /** Writes the header of a frame. */
    public void writeHeader(int frameBase, int locals, long link, int callerBase) {
        long[] slots = slots();
        slots[frameBase + locals] = link;
        slots[frameBase + locals + 1] = callerBase;
    }

    /** The link of a frame: its caller's function and safepoint, or {@link #ROOT}. */
    public long link(int frameBase, int locals) {
        return slots()[frameBase + locals];
    }

    /** The base of a frame's caller. */
    public int callerBase(int frameBase, int locals) {
        return (int) slots()[frameBase + locals + 1];
    }

    public static long linkTo(int callerFunction, int callerSafepoint) {
        return (long) callerFunction << 32 | callerSafepoint;
    }

    public static int linkedFunction(long link) {
        return (int) (link >>> 32);
    }

    public static int linkedSafepoint(long link) {
        return (int) link;
    }

    /**
     * Notes that a function is to be entered whose arguments lie at {@code newBase}. Until {@link #entered}, the guest rests
     * before that: should the JVM have no memory for the frame, the entry is tried again.
     */
    public void beginEntry(GuestFunction callee, int newBase, long link) {
        pendingFunction = callee.number();
        pendingBase = newBase;
        pendingLink = link;
    }

    /** Whether a function is still to be entered. */
    public boolean entryPending() {
        return pendingFunction != NO_FUNCTION;
    }

    /** Whether that is the function that the host called, below which there is no frame. */
    public boolean entryPendingFromHost() {
        return entryPending() && pendingLink == ROOT;
    }

    /** The number of the function that is to be entered; only while {@link #entryPending}. */
    public int pendingFunction() {
        return pendingFunction;
    }

    /** Where its arguments lie. */
    public int pendingBase() {
        return pendingBase;
    }

    /** The function has been entered, or never will be. */
    public void entered() {
        pendingFunction = NO_FUNCTION;
    }

    /**
     * Enters the function that is to be entered: writes its frame, charges the entry and rests there.
     *
     * @return false if the frame does not fit on the stack
     */
    public boolean enter() {
        GuestFunction callee = store.function(pendingFunction);
        int locals = callee.locals();
        if (!reserve(pendingBase, callee.frameSlots())) {
            return false;
        }
        writeHeader(pendingBase, locals, pendingLink, base);
        restAt(callee.number(), FunctionCode.ENTRY_SAFEPOINT, pendingBase);
        if (callee.isWasm()) {
            int parameters = callee.code().parameters();
            Arrays.fill(slots(), pendingBase + parameters, pendingBase + locals, 0);
            charge(callee.code().entryPrice());
        }
        entered();
        return true;
    }

    /**
     * Returns from the topmost frame, whose results lie at its base, and charges the block behind the call.
     *
     * @return false if the host itself had called; then the guest has no frame left
     */
    public boolean leave() {
        GuestFunction callee = currentFunction();
        int locals = callee.locals();
        long link = link(base, locals);
        if (link == ROOT) {
            return false;
        }
        restAt(linkedFunction(link), linkedSafepoint(link), callerBase(base, locals));
        GuestFunction caller = currentFunction();
        if (caller.isWasm()) {
            charge(caller.code().resumePrice(safepoint));
        }
        return true;
    }

    // Traps.

    /** Notes why the call ends; {@code word} is the word of code behind the operation, or −1 outside code. */
    public void trap(TrapKind kind, @Nullable Throwable cause, int word) {
        trapKind = kind;
        trapCause = cause;
        trapWord = word;
    }

    /** Notes a trap of code; its cause, if there is one, is known already. */
    public void trapAt(@Nullable TrapKind kind, int word) {
        trapKind = kind;
        trapWord = word;
    }

    public @Nullable TrapKind trapKind() {
        return trapKind;
    }

    public @Nullable Throwable trapCause() {
        return trapCause;
    }

    /** More about the trap, for its message. */
    public void setTrapDetail(String detail) {
        trapDetail = detail;
    }

    public String trapDetail() {
        return trapDetail;
    }

    public int trapWord() {
        return trapWord;
    }

    /** Forgets the call in progress, its prepaid fuel and its trap; what is owed stays owed. */
    public void reset() {
        prepaid = 0;
        owedToHost = 0;
        restedHere = false;
        pendingFunction = NO_FUNCTION;
        trapKind = null;
        trapCause = null;
        trapDetail = "";
        restAt(0, 0, 0);
    }
}
