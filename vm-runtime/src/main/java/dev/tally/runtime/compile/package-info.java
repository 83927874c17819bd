/**
 * The compiled tier: methods of the JVM for functions that are used much.
 *
 * <p>{@link dev.tally.runtime.compile.CompiledTier} runs a guest and notes what is used; {@link
 * dev.tally.runtime.compile.CompiledProgram} holds what is compiled of a module. {@code FunctionCompiler} makes a class for a
 * function, whose method {@code MethodWriter} writes step by step; the writers beside it write one kind of step each, {@code FuelWriter}
 * what is paid, and {@code LoopWriter} loops whose rounds are paid ahead. What they decide by is found out without writing: by {@code
 * Inlinees} and {@code LeafPaths} what is written in the place of calls, by {@code LoopPaths} and {@code ExpressionSizes} which loops are
 * written more than once, by {@code EscapeAnalysis} which structures nobody sees, by {@code Parts} where large functions are cut. While methods run, they work on a {@code Machine}; how they are
 * left is told by {@code Departures}.
 */
@NullMarked
package dev.tally.runtime.compile;

import org.jspecify.annotations.NullMarked;
