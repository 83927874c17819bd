package dev.tally.runtime.code;

import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * The rules by which fuel is charged, while a function is lowered.
 *
 * <p>Instructions are gathered into blocks. A block ends at every branch, at every label that a branch leads to, at loop
 * heads, calls and safepoints; its whole price is charged at its head, also if it traps midway. The price is known only
 * when the block ends, so the places that charge it, called sites, are noted and written then.
 *
 * <p>Checks stand at function entry, loop heads and returns of calls. The most that can be charged since the last of
 * them is followed along all paths, and before the instruction with which it would exceed {@link #LONGEST_PATH} a check
 * is put in between. So what a guest can owe at the end of a tick is a small number that is known from the code.
 */
final class FuelBlocks {
    /** The most fuel on a path from one check to the next, the price of one instruction apart. */
    static final int LONGEST_PATH = 4_096;

    /** Entering a function costs one more for each so many declared locals. */
    static final int LOCALS_PER_FUEL = 8;

    /** Moving more values than this in a branch, call or return costs one more for each so many. */
    static final int VALUES_PER_FUEL = 8;

    /** The kinds of sites, by where the price is written. */
    private enum Site {
        /** The charge of a branch word if the branch is taken. */
        BRANCH,
        /** The charge of a branch word if the branch is not taken. */
        NO_BRANCH,
        /** The field {@code c} of a first word. */
        FIELD,
        /** The price of a safepoint that is arrived at by a return. */
        SAFEPOINT,
        /** The function's entry. */
        ENTRY
    }

    private static final int SITE_BITS = 3;
    private static final Site[] SITES = Site.values();

    private final CodeBuffer buffer;
    private final SafepointTable safepoints;
    private final IntArrayList sites = new IntArrayList();
    private int price;
    private int path;
    private int longestPath;
    private int entryPrice;

    FuelBlocks(CodeBuffer buffer, SafepointTable safepoints) {
        this.buffer = buffer;
        this.safepoints = safepoints;
    }

    /** The surcharge for moving so many values. */
    static int priceOfMoving(int values) {
        return values > VALUES_PER_FUEL ? (values + VALUES_PER_FUEL - 1) / VALUES_PER_FUEL : 0;
    }

    /** The surcharge for entering a function with so many declared locals. */
    static int priceOfLocals(int declaredLocals) {
        return declaredLocals / LOCALS_PER_FUEL;
    }

    /** Whether an instruction of this price must have a check before it. */
    boolean needsCheckBefore(int instructionPrice) {
        return path > 0 && path + instructionPrice > LONGEST_PATH;
    }

    /** Adds an instruction to the open block. */
    void add(int instructionPrice) {
        price += instructionPrice;
        path += instructionPrice;
        longestPath = Math.max(longestPath, path);
    }

    /** The most charged since the last check on any path that leads here. */
    int path() {
        return path;
    }

    int longestPath() {
        return longestPath;
    }

    int entryPrice() {
        return entryPrice;
    }

    /** Ends the open block and writes its price to all its sites. */
    void close() {
        for (int i = 0; i < sites.size(); i++) {
            int site = sites.get(i);
            int place = site >>> SITE_BITS;
            switch (SITES[site & (1 << SITE_BITS) - 1]) {
                case BRANCH -> buffer.setCharge(place, price);
                case NO_BRANCH -> buffer.setFallingCharge(place, price);
                case FIELD -> buffer.setFieldC(place, price);
                case SAFEPOINT -> safepoints.setPrice(place, price);
                case ENTRY -> entryPrice += price;
            }
        }
        sites.clear();
        price = 0;
    }

    /** Begins a block behind a check, where nothing is owed yet. */
    void openAfterCheck() {
        close();
        path = 0;
    }

    /** Begins a block without a check; {@code pathBefore} is the most charged since the last one. */
    void open(int pathBefore) {
        close();
        path = pathBefore;
    }

    /** The open block is charged by the branch word at this index. */
    void chargedByBranch(int word) {
        sites.add(word << SITE_BITS | Site.BRANCH.ordinal());
    }

    /** The open block is charged by the branch word at this index if its branch is not taken. */
    void chargedByNoBranch(int word) {
        sites.add(word << SITE_BITS | Site.NO_BRANCH.ordinal());
    }

    /** The open block is charged by the field {@code c} of the word at this index. */
    void chargedByField(int word) {
        sites.add(word << SITE_BITS | Site.FIELD.ordinal());
    }

    /** The open block is charged by whoever returns to this safepoint. */
    void chargedAtSafepoint(int safepoint) {
        sites.add(safepoint << SITE_BITS | Site.SAFEPOINT.ordinal());
    }

    /** The open block is charged by whoever enters the function, together with a surcharge. */
    void chargedAtEntry(int surcharge) {
        entryPrice = surcharge;
        path = surcharge;
        longestPath = surcharge;
        sites.add(Site.ENTRY.ordinal());
    }
}
