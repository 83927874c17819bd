/**
 * The demo: four guests in one host loop, measured from outside, each compared with itself alone; and what engineers and
 * the public are told of one of them.
 */
@NullMarked
package dev.tally.cli.demo;

import org.jspecify.annotations.NullMarked;
