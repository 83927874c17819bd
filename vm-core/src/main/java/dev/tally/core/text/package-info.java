/**
 * The text format (specification, chapter "Text Format"): from text to the module model and back. Text is read in two
 * steps, tokens first; the parser then walks over them twice, for names may be used before they are declared.
 */
@NullMarked
package dev.tally.core.text;

import org.jspecify.annotations.NullMarked;
