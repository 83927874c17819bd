/**
 * What a guest consists of once modules are linked: instances, functions, globals, and the ports through which functions
 * of the host are reached.
 */
@NullMarked
package dev.tally.runtime.link;

import org.jspecify.annotations.NullMarked;
