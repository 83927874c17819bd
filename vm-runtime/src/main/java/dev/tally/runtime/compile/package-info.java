/**
 * The compiled tier: methods of the JVM for functions that are used much.
 *
 * <p>{@link dev.tally.runtime.compile.CompiledTier} runs a guest and notes what is used; {@link
 * dev.tally.runtime.compile.CompiledProgram} holds what is compiled of a module. {@code FunctionCompiler} makes a class for a
 * function, whose method {@code MethodWriter} writes step by step; those beside it write one kind of step each. While methods run,
 * they work on a {@code Machine}; how they are left is told by {@code Departures}.
 */
@NullMarked
package dev.tally.runtime.compile;

import org.jspecify.annotations.NullMarked;
