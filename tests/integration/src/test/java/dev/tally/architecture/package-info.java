/**
 * The rules of the house that a machine can check: which module may use which, what the guest-visible parts must not
 * touch, and how sources are laid out. Each failure says what to do instead.
 */
@NullMarked
package dev.tally.architecture;

import org.jspecify.annotations.NullMarked;
