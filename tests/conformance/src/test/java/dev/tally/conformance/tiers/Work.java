package dev.tally.conformance.tiers;

import java.util.Locale;
import java.util.regex.Pattern;

/** Kinds of instructions that compiled code runs in ways of their own, by the text of their lines. */
enum Work {
    ARITHMETIC_I32("i32\\.(add|sub|mul|and|or|xor|clz|ctz|popcnt)"),
    ARITHMETIC_I64("i64\\.(add|sub|mul|and|or|clz|ctz|popcnt)"),
    ARITHMETIC_F32("f32\\.(add|sub|mul|div|min|max|sqrt|ceil|floor|trunc|nearest)"),
    ARITHMETIC_F64("f64\\.(add|sub|mul|div|min|max|sqrt|ceil|floor|trunc|nearest)"),
    BITS_OF_FLOATS("f(32|64)\\.(neg|abs|copysign)|.*reinterpret"),
    NAN("f(32|64)\\.const -?nan"),
    SHIFT("i(32|64)\\.(shl|shr|rot)"),
    DIVISION("i(32|64)\\.(div|rem)"),
    COMPARISON("(i|f)(32|64)\\.(eq|ne|lt|gt|le|ge)"),
    CONVERSION("(i|f)(32|64)\\.(trunc|convert|extend|wrap|promote|demote)"),
    LOCAL("local\\.(set|tee) \\$l"),
    GLOBAL("global\\.(get|set) \\$g"),
    SELECT("select"),
    LOOP("loop"),
    LOOP_WITH_PARAMETERS("loop.*param"),
    BLOCK_WITH_RESULTS("(block|if|loop|try_table).*\\(result [^ )]+ [^)]"),
    BRANCH("br_if \\$b"),
    BRANCH_TABLE("br_table"),
    BRANCH_ON_REFERENCE("br_on"),
    RETURN("return$"),
    LOAD("(i|f)(32|64)\\.load"),
    STORE("(i|f)(32|64)\\.store"),
    ACCESS_OF_LATER_MEMORY("(i|f)(32|64)\\.(load|store)[0-9a-z_]* \\$(far|wide)"),
    MEMORY_SIZE("memory\\.size"),
    MEMORY_GROW("memory\\.grow"),
    MEMORY_COPY("memory\\.(copy|fill|init)"),
    TABLE_ELEMENT("table\\.(get|set) \\$objects"),
    TABLE_GROW("table\\.grow"),
    TABLE_COPY("table\\.(copy|fill)"),
    CALL("call \\$f\\d"),
    CALL_INDIRECT("call_indirect"),
    CALL_REFERENCE("call_ref"),
    TAIL_CALL("return_call "),
    TAIL_CALL_INDIRECT("return_call_indirect"),
    TAIL_CALL_REFERENCE("return_call_ref"),
    LEAF_CALL("call \\$(next|mix|charge)"),
    RESTING_CALL("call \\$(wait|pay|yield)"),
    CALL_BACK("call \\$call_back"),
    FAILING_CALL("call \\$fail"),
    TRY("try_table"),
    THROW("throw \\$"),
    THROW_AGAIN("throw_ref"),
    NEW_STRUCTURE("struct\\.new"),
    FIELD("struct\\.(get|set)"),
    NEW_ARRAY("array\\.new(_default|_fixed)? "),
    NEW_ARRAY_OF_SEGMENT("array\\.new_(data|elem)"),
    ELEMENT("array\\.(get|set)"),
    ARRAY_LENGTH("array\\.len"),
    ARRAY_COPY("array\\.(copy|fill)"),
    SMALL_INTEGER("ref\\.i31|i31\\.get"),
    TEST("ref\\.(test|is_null)"),
    CAST("ref\\.(cast|as_non_null)");

    private final Pattern text;

    Work(String text) {
        this.text = Pattern.compile(text);
    }

    boolean isDoneBy(Line line) {
        return text.matcher(line.text()).lookingAt();
    }

    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
