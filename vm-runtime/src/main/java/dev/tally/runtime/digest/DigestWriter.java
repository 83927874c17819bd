package dev.tally.runtime.digest;

import dev.tally.heap.object.Reference;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.Store;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;

/**
 * Feeds numbers, bytes and references to SHA-256. Numbers are little-endian. A reference is written as what it means: a
 * function as its instance and index, a host object as its creation number, an object of the arena as the order in which
 * it was first met; the objects' contents follow at the end, in that order.
 */
final class DigestWriter {
    private static final int NULL = 0;
    private static final int FUNCTION = 1;
    private static final int FUNCTION_OF_HOST = 2;
    private static final int HOST_OBJECT = 3;
    private static final int OBJECT = 4;
    private static final int SMALL_INTEGER = 5;
    private static final int NOT_MET = -1;

    private final Store store;
    private final MessageDigest sha256;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final IntIntHashMap orderOfObjects = new IntIntHashMap();
    private final IntArrayList objects = new IntArrayList();

    DigestWriter(Store store) {
        this.store = store;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    void number(long value) {
        number.putLong(0, value);
        sha256.update(number.array());
    }

    /** The length and the UTF-16 units; a guest's string may hold halves of surrogate pairs, which UTF-8 cannot tell. */
    void text(String text) {
        byte[] units = new byte[text.length() * Character.BYTES];
        for (int i = 0; i < text.length(); i++) {
            units[Character.BYTES * i] = (byte) text.charAt(i);
            units[Character.BYTES * i + 1] = (byte) (text.charAt(i) >>> Byte.SIZE);
        }
        bytes(units, 0, units.length);
    }

    /** The length and the bytes. */
    void bytes(byte[] bytes, int from, int length) {
        number(length);
        sha256.update(bytes, from, length);
    }

    void function(GuestFunction function) {
        if (function.isWasm()) {
            number(FUNCTION);
            number(function.instance().number());
            number(function.index());
        } else {
            number(FUNCTION_OF_HOST);
            text(function.name());
        }
    }

    void reference(int reference) {
        if (Reference.isNull(reference)) {
            number(NULL);
        } else if (Reference.isFunction(reference)) {
            function(store.function(Reference.functionIndex(reference)));
        } else if (Reference.isHostHandle(reference)) {
            number(HOST_OBJECT);
            number(store.arena().hostHandles().creationNumber(reference));
        } else if (Reference.isI31(reference)) {
            number(SMALL_INTEGER);
            number(Reference.i31Value(reference));
        } else {
            number(OBJECT);
            number(orderOf(reference));
        }
    }

    private int orderOf(int object) {
        int order = orderOfObjects.getIfAbsent(object, NOT_MET);
        if (order == NOT_MET) {
            order = objects.size();
            orderOfObjects.put(object, order);
            objects.add(object);
        }
        return order;
    }

    /** A slot, by whether it holds a reference. */
    void slot(long value, boolean reference) {
        if (reference) {
            reference((int) value);
        } else {
            number(value);
        }
    }

    /** Writes the objects met and answers the digest in hex. */
    String finish() {
        ObjectDigest writtenObjects = new ObjectDigest(store, this);
        for (int i = 0; i < objects.size(); i++) {
            writtenObjects.write(objects.get(i));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
