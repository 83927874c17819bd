/**
 * The books of one arena: the ledger, through which alone counters change, and the making of the arrays that guest state
 * lives in. Only the heap may use this package; it is exported to nobody.
 */
@NullMarked
package dev.tally.heap.account;

import org.jspecify.annotations.NullMarked;
