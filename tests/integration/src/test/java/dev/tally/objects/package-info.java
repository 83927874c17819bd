/**
 * Programs that live on objects: their results beside those of their Java twins, and the proof that neither slices nor the
 * schedule of the collector can be told from anything a guest sees or pays, down to the last byte of its quota.
 */
@NullMarked
package dev.tally.objects;

import org.jspecify.annotations.NullMarked;
