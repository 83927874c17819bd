/** The binary format: from bytes to the module model, and the cursor over the instructions of a body. */
@NullMarked
package dev.tally.core.binary;

import org.jspecify.annotations.NullMarked;
