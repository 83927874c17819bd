/** The commands about modules as text: {@code tally assemble}, {@code disassemble} and {@code validate}. */
@NullMarked
package dev.tally.cli.text;

import org.jspecify.annotations.NullMarked;
