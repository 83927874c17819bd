package dev.tally.runtime.compile;

import java.lang.constant.ClassDesc;

/** Names of classes in generated code. */
final class Descriptors {
    private Descriptors() {}

    static ClassDesc of(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
