/** Classes that break the wall between evidence and certificates, so that the tests can show that they would see it. */
@NullMarked
package dev.tally.architecture.planted;

import org.jspecify.annotations.NullMarked;
