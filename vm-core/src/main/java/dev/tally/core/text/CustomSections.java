package dev.tally.core.text;

import dev.tally.core.module.CustomSection;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Section;
import dev.tally.core.text.Tokens.Annotation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            Map.entry("tag", Section.TAG),
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
     * @param kept whether it stands behind a section that is kept for it, even if that has no entries
     */
    private record Placed(int rank, boolean kept, String name, byte[] bytes) {}

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

    /**
     * How the text format says that a section stands behind another.
     *
     * @param previous the section before it, or null when it is the first
     */
    static String placement(@Nullable Section previous) {
        if (previous == null) {
            return "(before first)";
        }
        // The text format has no word for the data count, which always stands before the code.
        if (previous == Section.DATA_COUNT) {
            return "(before code)";
        }
        for (Map.Entry<String, Section> entry : SECTIONS.entrySet()) {
            if (entry.getValue() == previous) {
                return "(after " + entry.getKey() + ")";
            }
        }
        throw new IllegalArgumentException(previous + " has no word in the text format");
    }

    private static boolean isPresent(ModuleDefinition module, Section section) {
        return switch (section) {
            case TYPE -> !module.types().groups().isEmpty();
            case IMPORT -> !module.imports().isEmpty();
            case FUNCTION, CODE -> !module.functions().isEmpty();
            case TABLE -> !module.tables().isEmpty();
            case MEMORY -> !module.memories().isEmpty();
            case TAG -> !module.tags().isEmpty();
            case GLOBAL -> !module.globals().isEmpty();
            case EXPORT -> !module.exports().isEmpty();
            case START -> module.startFunction() != ModuleDefinition.NO_START;
            case ELEMENT -> !module.elements().isEmpty();
            case DATA_COUNT -> module.dataCount() != ModuleDefinition.NO_DATA_COUNT;
            case DATA -> !module.datas().isEmpty();
        };
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
        boolean kept = false;
        if (content.opens("before")) {
            rank = content.isKeyword("first") ? 0 : rank(content);
            content.skip();
            content.close();
        } else if (content.opens("after")) {
            boolean last = content.isKeyword("last");
            kept = !last && !content.isKeyword("start");
            rank = last ? LAST : rank(content) + 1;
            content.skip();
            content.close();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (content.is(TokenKind.STRING)) {
            bytes.writeBytes(content.bytes());
        }
        content.close();
        return new Placed(rank, kept, name, bytes.toByteArray());
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
        placed.add(new Placed(LAST, false, name, bytes));
    }

    /**
     * The sections in the order of the binary format.
     *
     * @param module the module without them
     */
    List<CustomSection> inOrder(ModuleDefinition module) {
        List<CustomSection> sections = new ArrayList<>();
        int previous = 0;
        for (int rank = 0; rank <= LAST; rank++) {
            for (Placed section : placed) {
                if (section.rank() == rank) {
                    previous = Math.max(previous, section.kept() ? rank : rankBehindLast(rank, module));
                    sections.add(new CustomSection(section.name(), codeBefore(previous), section.bytes()));
                }
            }
        }
        return sections;
    }

    /** The code of the last section that a module has, custom ones apart. */
    static int last(ModuleDefinition module) {
        return codeBefore(rankBehindLast(LAST, module));
    }

    /** The rank behind the last section before a rank. */
    private static int rankBehindLast(int rank, ModuleDefinition module) {
        Section[] sections = Section.values();
        int behind = rank;
        while (behind > 0 && !isPresent(module, sections[behind - 1])) {
            behind--;
        }
        return behind;
    }

    private static int codeBefore(int rank) {
        return rank == 0 ? Section.CUSTOM : Section.values()[rank - 1].code();
    }
}
