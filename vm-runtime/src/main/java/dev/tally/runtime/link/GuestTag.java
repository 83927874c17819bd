package dev.tally.runtime.link;

import dev.tally.core.type.FunctionType;

/**
 * A tag of a guest: what tells one kind of exceptions from others. Two tags of one type are two kinds, so each has a shape of
 * its own, and the type id in an exception's header says which tag it was thrown with.
 *
 * @param name for people: of the first export, otherwise the index
 * @param instance the number of the instance whose module defines it
 * @param index its index there
 * @param type whose parameters are the values that exceptions carry, in the guest's numbers
 * @param typeNumber the guest's number of that type
 * @param shape the type id of its exceptions in the heap
 */
public record GuestTag(String name, int instance, int index, FunctionType type, int typeNumber, int shape) {}
