/**
 * The bytecode as data: what an instruction is, what a module holds, how both are read from bytes and when they
 * are valid. Nothing here runs anything.
 */
module dev.tally.core {
    requires static org.jspecify;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
}
