/** What the module model promises beyond keeping what it was given. */
@NullMarked
package dev.tally.core.module;

import org.jspecify.annotations.NullMarked;
