package dev.tally.architecture;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Java source of the project. It must never be parsed beyond what its patterns see: a rule that needs types asks the
 * class files instead.
 *
 * @param path where it stands, relative to the project's root
 * @param text all of it
 */
record SourceFile(Path path, String text) {
    private static final Pattern COMMENT_OR_LITERAL = Pattern.compile(
            "\"\"\".*?\"\"\"|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"|'(?:\\\\.|[^'\\\\\\n])+'|//[^\\n]*|/\\*.*?\\*/",
            Pattern.DOTALL);

    private static final Pattern PACKAGE = Pattern.compile("^package\\s+([\\w.]+);", Pattern.MULTILINE);

    /** The package that it declares; empty for the descriptor of a module. */
    String packageName() {
        Matcher matcher = PACKAGE.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** The text without comments and literals, which may mention what code may not use. */
    String code() {
        return COMMENT_OR_LITERAL.matcher(text).replaceAll(" ");
    }

    int lineCount() {
        return (int) text.lines().count();
    }

    /** The name of the type that the file is for. */
    String typeName() {
        return path.getFileName().toString().replace(".java", "");
    }

    boolean isDescriptor() {
        return typeName().equals("package-info") || typeName().equals("module-info");
    }

    boolean isTest() {
        return path.toString().contains("src/test/") || path.startsWith("tests");
    }

    /** Whether hosts get it as part of a library: everything but the command and the tests. */
    boolean isLibrary() {
        return !isTest() && !path.startsWith("vm-telemetry/cli");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
