package dev.tally.conformance.script;

/** A value of the host, which scripts tell from others by a number. */
public record HostValue(int number) {}
