package dev.tally.core.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of the blocks around an instruction; an inner one hides outer ones of its name. */
final class Labels {
    private final List<Label> stack = new ArrayList<>();
    private final Map<String, Label> named = new HashMap<>();

    /**
     * A label.
     *
     * @param name its name, or nothing when it has none
     * @param height how many labels are around it
     * @param hidden the outer label of this name, or null
     */
    private record Label(String name, int height, @Nullable Label hidden) {}

    /** Takes the identifier of a block, if one comes next; answers its name, or nothing. */
    static String name(TokenCursor cursor) {
        return cursor.is(TokenKind.ID) ? cursor.id() : "";
    }

    void enter(String name) {
        Label label = new Label(name, stack.size(), named.get(name));
        stack.add(label);
        if (!name.isEmpty()) {
            named.put(name, label);
        }
    }

    void leave() {
        Label label = stack.removeLast();
        if (label.hidden() != null) {
            named.put(label.name(), label.hidden());
        } else {
            named.remove(label.name());
        }
    }

    /** Takes the name of the innermost block that stands once more at its end, or in its middle, if it does. */
    void repeat(TokenCursor cursor) {
        if (!cursor.is(TokenKind.ID)) {
            return;
        }
        int token = cursor.position();
        if (!cursor.id().equals(stack.getLast().name())) {
            cursor.moveTo(token);
            throw cursor.malformed("mismatching label " + cursor.text());
        }
    }

    /** Takes the index of a label: a number, or the name of a block around. */
    int index(TokenCursor cursor) {
        if (!cursor.is(TokenKind.ID)) {
            int index = cursor.u32();
            return index < 0 ? Integer.MAX_VALUE : index;
        }
        int token = cursor.position();
        Label label = named.get(cursor.id());
        if (label == null) {
            cursor.moveTo(token);
            throw cursor.malformed("unknown label " + cursor.text());
        }
        return stack.size() - 1 - label.height();
    }
}
