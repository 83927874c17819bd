package dev.tally.telemetry.engineering.dump;

import dev.tally.telemetry.engineering.EvidenceRows;

/** A whole dump, as it was read. */
public record Dump(DumpHeader header, EvidenceRows rows) {}
