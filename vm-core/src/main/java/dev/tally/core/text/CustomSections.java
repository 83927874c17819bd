package dev.tally.core.text;

import dev.tally.core.module.CustomSection;
import dev.tally.core.module.Section;
import dev.tally.core.text.Tokens.Annotation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The annotations that mean something: {@code (@custom "name" (after type) "bytes")} among the fields of a module, and
 * {@code (@name "name")} behind the identifier of what it names (specification, appendix "Custom Sections"). Found while
 * the fields are walked over in their order.
 */
final class CustomSections {
    private static final Map<String, Section> SECTIONS = Map.ofEntries(
            Map.entry("type", Section.TYPE),
            Map.entry("import", Section.IMPORT),
            Map.entry("func", Section.FUNCTION),
            Map.entry("table", Section.TABLE),
            Map.entry("memory", Section.MEMORY),
            Map.entry("global", Section.GLOBAL),
            Map.entry("export", Section.EXPORT),
            Map.entry("start", Section.START),
            Map.entry("elem", Section.ELEMENT),
            Map.entry("code", Section.CODE),
            Map.entry("data", Section.DATA));

    private static final int LAST = Section.values().length;

    private final TokenCursor cursor;
    private final List<Annotation> annotations;
    private final List<Placed> placed = new ArrayList<>();
    private int next;

    /**
     * A section and where it was put.
     *
     * @param rank how many sections may stand before it
     */
    private record Placed(int rank, String name, byte[] bytes) {}

    /**
     * @param cursor before the module
     */
    CustomSections(TokenCursor cursor) {
        this.cursor = cursor;
        this.annotations = cursor.tokens().annotations();
        while (next < annotations.size() && annotations.get(next).place() < cursor.position()) {
            next++;
        }
    }

    /** The word by which the text format knows a section. */
    static String word(Section section) {
        for (Map.Entry<String, Section> entry : SECTIONS.entrySet()) {
            if (entry.getValue() == section) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException(section + " has no word in the text format");
    }

    /** Takes the sections that stand here, between two fields; always true. */
    boolean sections() {
        Annotation annotation;
        while ((annotation = here()) != null) {
            next++;
            if (annotation.word().equals("custom")) {
                placed.add(section(TokenCursor.over(annotation.content())));
            }
        }
        return true;
    }

    /** The name that an annotation gives here, or null. */
    @Nullable
    String name() {
        Annotation annotation = here();
        if (annotation == null || !annotation.word().equals("name")) {
            return null;
        }
        next++;
        TokenCursor content = TokenCursor.over(annotation.content());
        String name = content.name();
        content.close();
        return name;
    }

    /** The annotation that stands before the next token, or null. */
    private @Nullable Annotation here() {
        while (next < annotations.size() && annotations.get(next).place() <= cursor.position()) {
            Annotation annotation = annotations.get(next);
            if (annotation.place() == cursor.position()) {
                return annotation;
            }
            if (annotation.word().equals("custom")) {
                throw TokenCursor.over(annotation.content())
                        .malformed("unexpected token: @custom annotation outside of a module's fields");
            }
            next++;
        }
        return null;
    }

    private static Placed section(TokenCursor content) {
        String name = content.name();
        int rank = LAST;
        if (content.opens("before")) {
            rank = content.isKeyword("first") ? 0 : rank(content);
            content.skip();
            content.close();
        } else if (content.opens("after")) {
            rank = content.isKeyword("last") ? LAST : rank(content) + 1;
            content.skip();
            content.close();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (content.is(TokenKind.STRING)) {
            bytes.writeBytes(content.bytes());
        }
        content.close();
        return new Placed(rank, name, bytes.toByteArray());
    }

    private static int rank(TokenCursor content) {
        Section section = content.is(TokenKind.KEYWORD) ? SECTIONS.get(content.text()) : null;
        if (section == null) {
            throw content.malformed("unexpected token: no section is called " + content.text());
        }
        return section.ordinal();
    }

    /** The content of the last section of this name, or null. */
    byte @Nullable [] content(String name) {
        byte[] found = null;
        for (Placed section : placed) {
            if (section.name().equals(name)) {
                found = section.bytes();
            }
        }
        return found;
    }

    /** Adds a section behind all others. */
    void addLast(String name, byte[] bytes) {
        placed.add(new Placed(LAST, name, bytes));
    }

    /**
     * The sections in the order of the binary format.
     *
     * @param present which of the other sections the module has
     */
    List<CustomSection> inOrder(Predicate<Section> present) {
        List<CustomSection> sections = new ArrayList<>();
        for (int rank = 0; rank <= LAST; rank++) {
            for (Placed section : placed) {
                if (section.rank() == rank) {
                    sections.add(new CustomSection(section.name(), lastBefore(rank, present), section.bytes()));
                }
            }
        }
        return sections;
    }

    private static int lastBefore(int rank, Predicate<Section> present) {
        Section[] sections = Section.values();
        for (int i = rank - 1; i >= 0; i--) {
            if (present.test(sections[i])) {
                return sections[i].code();
            }
        }
        return Section.CUSTOM;
    }
}
