/**
 * The demo: four guests in one host loop, measured from outside, each compared with itself alone.
 */
@NullMarked
package dev.tally.cli.demo;

import org.jspecify.annotations.NullMarked;
