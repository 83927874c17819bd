/**
 * Certificates of whole guests: the same bytes whatever the machine below does, and no trace of what it counts there.
 */
@NullMarked
package dev.tally.certificates;

import org.jspecify.annotations.NullMarked;
