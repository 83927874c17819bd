/**
 * The bytecode as data: what an instruction is, what a module holds, how both are read and written, as bytes and as
 * text, and when they are valid. Nothing here runs anything.
 */
module dev.tally.core {
    requires static org.jspecify;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;

    exports dev.tally.core;
    exports dev.tally.core.type;
    exports dev.tally.core.binary to
            dev.tally.runtime,
            dev.tally.cli;
    exports dev.tally.core.isa to
            dev.tally.runtime,
            dev.tally.telemetry.certification,
            dev.tally.cli;
    exports dev.tally.core.module to
            dev.tally.runtime,
            dev.tally.cli;
    exports dev.tally.core.text to
            dev.tally.runtime,
            dev.tally.cli;
    exports dev.tally.core.validate to
            dev.tally.runtime,
            dev.tally.cli;
}
