package dev.tally.runtime.code;

import org.jspecify.annotations.Nullable;

/**
 * One reference on the operand stack at a safepoint, and those below it. The lists of neighbouring safepoints share
 * their tails, so that all of them together stay linear in the body.
 *
 * @param height its place on the operand stack, from 0
 */
public record ReferenceOperand(int height, @Nullable ReferenceOperand below) {}
