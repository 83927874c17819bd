package dev.tally.runtime.digest;

import dev.tally.core.module.CompositeType;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.Shapes;
import dev.tally.heap.object.Storage;
import dev.tally.runtime.link.GuestTag;
import dev.tally.runtime.link.ObjectTypes;
import dev.tally.runtime.link.Store;
import java.util.List;

/**
 * What an object contributes to a digest: its type, by the module that defined it and the index there, and what it holds. Where it
 * lies does not count, nor what ids its guest has given to types.
 */
final class ObjectDigest {
    private static final int TEXT = 0;
    private static final int STRUCTURE = 1;
    private static final int ARRAY = 2;
    private static final int EXCEPTION = 3;

    private final Store store;
    private final DigestWriter writer;

    ObjectDigest(Store store, DigestWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    /** Writes one object; what it refers to, it writes by number. */
    void write(int reference) {
        HeapObjects objects = store.arena().objects();
        int id = objects.type(reference);
        if (id == ObjectLayout.STRING_TYPE) {
            writer.number(TEXT);
            writer.text(store.arena().strings().toJavaString(reference));
            return;
        }
        ObjectTypes types = store.objectTypes();
        switch (types.composite(id)) {
            case CompositeType.OfArrays ignored -> {
                writer.number(ARRAY);
                type(types.origin(id));
                array(objects, reference, id);
            }
            case null -> {
                GuestTag tag = types.tag(id);
                writer.number(EXCEPTION);
                writer.number(tag.instance());
                writer.number(tag.index());
                fields(objects, reference, id);
            }
            default -> {
                writer.number(STRUCTURE);
                type(types.origin(id));
                fields(objects, reference, id);
            }
        }
    }

    private void type(ObjectTypes.Origin origin) {
        writer.text(origin.moduleDigest());
        writer.number(origin.typeIndex());
    }

    private void fields(HeapObjects objects, int reference, int id) {
        Shapes shapes = objects.shapes();
        List<Storage> fields = shapes.fields(id);
        for (int i = 0; i < fields.size(); i++) {
            value(objects, fields.get(i), reference + shapes.fieldOffset(id, i));
        }
    }

    private void array(HeapObjects objects, int reference, int id) {
        int length = objects.length(reference);
        writer.number(length);
        int first = reference + ObjectLayout.HEADER_BYTES;
        if (objects.shapes().elementsAreReferences(id)) {
            for (int i = 0; i < length; i++) {
                value(objects, Storage.REFERENCE, first + i * Storage.REFERENCE.bytes());
            }
        } else {
            writer.bytes(objects.bytes(), first, length << objects.shapes().elementShift(id));
        }
    }

    private void value(HeapObjects objects, Storage storage, int at) {
        byte[] bytes = objects.bytes();
        switch (storage) {
            case I8 -> writer.number(bytes[at]);
            case I16 -> writer.number(LittleEndian.getShort(bytes, at));
            case I32 -> writer.number(LittleEndian.getInt(bytes, at));
            case I64 -> writer.number(LittleEndian.getLong(bytes, at));
            case REFERENCE -> writer.reference(LittleEndian.getInt(bytes, at));
            case V128 -> throw new IllegalStateException("there are no vectors yet");
        }
    }
}
