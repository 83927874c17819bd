/** Validation; its product {@link dev.tally.core.validate.ValidModule} is the only thing that the runtime accepts. */
@NullMarked
package dev.tally.core.validate;

import org.jspecify.annotations.NullMarked;
