package dev.tally.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How sources are laid out and named. */
final class SourceStyleTest {
    private static final int LONGEST_UNEXPLAINED_FILE = 600;
    private static final String EXPLANATION = "longer than 600 lines because";

    private static final Pattern FIRST_SENTENCE = Pattern.compile("/\\*\\*(.*?)(?:\\.\\s|\\*/)", Pattern.DOTALL);
    private static final Pattern UNFINISHED = Pattern.compile("\\b(?:TODO|FIXME|XXX)\\b[^\\n]*");
    private static final Pattern EMPTY_WORD = Pattern.compile(".*(?:Manager|Helper|Util|Utils|Impl|Data|Info)");
    private static final Pattern TEST_NAME = Pattern.compile(
            "@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b(?:[^;{}]|\\{[^{}]*\\})*?\\s(\\w+)\\s*\\(");
    private static final Pattern SENTENCE = Pattern.compile("[a-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+");
    private static final Pattern BOXING_COLLECTION =
            Pattern.compile("\\b(?:\\w*(?:Collection|List|Map|Set|Deque|Queue|Stack|Iterator)|Iterable|Stream)"
                    + "<[^<>;(){}]*\\b(?:Boolean|Byte|Character|Short|Integer|Long|Float|Double)\\b[^;(){}]*>");

    @Test
    void visible_top_level_is_the_house_and_nothing_else() {
        assertThat(SourceTree.visibleNames(SourceTree.ROOT))
                .as("the house has these rooms; put what is new into one of them")
                .isEqualTo(SourceTree.TOP_LEVEL);
    }

    @Test
    void every_source_is_formatted() {
        Formatter formatter = Formatter.createFormatter(
                JavaFormatterOptions.builder().style(Style.PALANTIR).build());
        assertThat(SourceTree.javaFiles()
                        .filter(file -> !formatted(formatter, file.text()).equals(file.text())))
                .as("run mvn spotless:apply, with JAVA_HOME naming a JDK 25 when the default Java is older")
                .isEmpty();
    }

    private static String formatted(Formatter formatter, String source) {
        try {
            return formatter.formatSource(
                    RemoveUnusedImports.removeUnusedImports(ImportOrderer.reorderImports(source, Style.PALANTIR)));
        } catch (FormatterException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void files_over_600_lines_say_why_in_their_first_sentence() {
        assertThat(SourceTree.javaFiles()
                        .filter(file -> file.lineCount() > LONGEST_UNEXPLAINED_FILE)
                        .filter(file -> !firstSentence(file).contains(EXPLANATION)))
                .as("split the file, or let the first sentence of its Javadoc contain \"%s …\"", EXPLANATION)
                .isEmpty();
    }

    private static String firstSentence(SourceFile file) {
        Matcher matcher = FIRST_SENTENCE.matcher(file.text());
        return matcher.find() ? matcher.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ") : "";
    }

    @Test
    void unfinished_places_give_their_reason() {
        assertThat(SourceTree.javaFiles()
                        .filter(file -> !file.typeName().equals("SourceStyleTest"))
                        .flatMap(file -> UNFINISHED
                                .matcher(file.text())
                                .results()
                                .filter(place -> !place.group().contains("because"))
                                .map(place -> file + ": " + place.group())))
                .as("finish it, or say on the same line why it waits: \"TODO … because …\"")
                .isEmpty();
    }

    @Test
    void names_of_types_end_in_a_word_that_says_something() {
        assertThat(SourceTree.javaFiles()
                        .filter(file -> !file.isDescriptor())
                        .filter(file -> EMPTY_WORD.matcher(file.typeName()).matches()))
                .as("name the thing by the noun of the domain that it is")
                .isEmpty();
    }

    @Test
    void every_type_begins_with_javadoc() {
        assertThat(SourceTree.javaFiles()
                        .filter(file -> !file.isDescriptor())
                        .filter(file -> !firstDeclaration(file).startsWith("/**")))
                .as("say above the type what it is for and what it must never do")
                .isEmpty();
    }

    /** The first line that is neither package nor import nor blank: the type, or what stands above it. */
    private static String firstDeclaration(SourceFile file) {
        return file.text()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("package ") && !line.startsWith("import "))
                .findFirst()
                .orElse("");
    }

    @Test
    void every_package_says_its_purpose_and_is_null_marked() {
        List<String> described = SourceTree.javaFiles()
                .filter(file -> file.typeName().equals("package-info"))
                .filter(file -> file.text().contains("/**") && file.text().contains("@NullMarked"))
                .map(SourceFile::packageName)
                .toList();
        Stream<String> packages = SourceTree.javaFiles()
                .filter(file -> !file.isDescriptor())
                .map(SourceFile::packageName)
                .distinct();
        assertThat(packages.filter(name -> !described.contains(name)))
                .as("add a package-info.java with one paragraph of purpose and @NullMarked")
                .isEmpty();
    }

    @Test
    void names_of_tests_are_sentences() {
        assertThat(SourceTree.javaFiles()
                        .filter(SourceFile::isTest)
                        .flatMap(file -> TEST_NAME
                                .matcher(file.code())
                                .results()
                                .map(place -> place.group(1))
                                .filter(name -> !SENTENCE.matcher(name).matches())
                                .map(name -> file + ": " + name)))
                .as("name the fact, in words joined by underscores: fuel_owed_by_one_tick_is_paid_by_the_next")
                .isEmpty();
    }

    @Test
    void libraries_keep_primitives_in_collections_that_do_not_box() {
        assertThat(SourceTree.javaFiles()
                        .filter(SourceFile::isLibrary)
                        .flatMap(file -> BOXING_COLLECTION
                                .matcher(file.code())
                                .results()
                                .map(MatchResult::group)
                                .map(use -> file + ": " + use)))
                .as("use a primitive collection of Eclipse Collections, or an array")
                .isEmpty();
    }

    @Test
    void every_pattern_sees_an_offender() {
        assertThat(List.of(
                        "List<Long> x", "Map<String, List<Integer>> x", "new ArrayDeque<Byte>()", "Stream<Integer> x"))
                .allMatch(code -> BOXING_COLLECTION.matcher(code).find());
        assertThat(List.of("List<String> x", "Map<String, int[]> x", "a < b && c > Integer.SIZE"))
                .noneMatch(code -> BOXING_COLLECTION.matcher(code).find());
        SourceFile offender = new SourceFile(
                Path.of("tests", "Offender.java"),
                "package a;\nimport b;\nclass C { @Test void testIt() {} /* // TODO */ }");
        assertThat(firstDeclaration(offender)).startsWith("class C");
        assertThat(offender.code()).doesNotContain("TODO").contains("testIt");
        assertThat(TEST_NAME.matcher(offender.code()).results().map(place -> place.group(1)))
                .containsExactly("testIt")
                .noneMatch(name -> SENTENCE.matcher(name).matches());
        assertThat(UNFINISHED.matcher(offender.text()).find()).isTrue();
    }
}
