package dev.tally.core.fuzz;

import dev.tally.core.assembly.ByteWriter;
import dev.tally.core.isa.Opcode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages texts: by bytes, by words, by parts of other texts, and by what stands at the edges of the grammar. */
final class TextMutator {
    private static final int MOST_STEPS = 2;
    private static final int LONGEST_PART = 60;
    private static final int NESTED = 2_000;

    private static final List<String> EXTREMES = List.of(
            "0xffff_ffff_ffff_ffff_f",
            "-0x8000_0000_0000_0000",
            "4294967296",
            "1e99999999999",
            "0x1p-2147483648",
            "nan:0x",
            "nan:0xffffffffffffffff",
            "-nan:0x1",
            "0x1.fffffffffffffffffffp1023",
            "\"\\u{10FFFF}\\ff\"",
            "\"\\u{d800}\"",
            "\"",
            "\\",
            "(;",
            ";)",
            ";;",
            "(@",
            "(@custom \"a\" (after code) \"b\")",
            "(@custom \"name\" \"\\00\\02\\01a\")",
            "(@name \"a\")",
            "$\"\\00\"",
            "$",
            "(",
            ")",
            "(type 0)",
            "(type 4294967295)",
            "(param i32) (result (ref null 0))",
            "(import \"\" \"\" (func))",
            "(rec (type (sub final 0 (struct (field (mut i8))))))",
            "(export \"\" (memory 0))",
            "offset=18446744073709551615",
            "align=9223372036854775808",
            "i64",
            "(elem declare func 0)",
            "(data (offset) \"\")",
            "(then) (else)",
            "end",
            "else",
            "(block ".repeat(NESTED),
            "(i32.eqz ".repeat(NESTED),
            "block ".repeat(NESTED),
            "(".repeat(NESTED),
            "ä");

    private final Random random;
    private final List<byte[]> seeds;

    TextMutator(Random random, List<byte[]> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    /** A mutant of one of the seeds. */
    byte[] mutant() {
        byte[] text = anySeed().clone();
        for (int i = 1 + random.nextInt(MOST_STEPS); i > 0; i--) {
            text = step(text);
        }
        return text;
    }

    private byte[] anySeed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] step(byte[] text) {
        int place = random.nextInt(text.length + 1);
        int word = wordAt(text, place);
        int end = endOfWord(text, word);
        return switch (random.nextInt(14)) {
            case 0 -> {
                if (place < text.length) {
                    text[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
                yield text;
            }
            case 1 -> replaced(text, place, place, new byte[] {(byte) random.nextInt(' ', 0x7F)});
            case 2 -> replaced(text, place, Math.min(place + 1 + random.nextInt(LONGEST_PART), text.length), bytes(""));
            case 3 -> replaced(text, word, end, bytes(""));
            case 4 -> replaced(text, word, end, bytes(anyMnemonic()));
            case 5 -> replaced(text, word, end, bytes(EXTREMES.get(random.nextInt(EXTREMES.size()))));
            case 6 -> replaced(text, word, word, bytes(EXTREMES.get(random.nextInt(EXTREMES.size())) + " "));
            case 7 -> replaced(text, end, end, Arrays.copyOfRange(text, word, end));
            case 8 -> replaced(text, word, end, anyPart(text));
            case 9, 10, 11, 12 -> replaced(text, word, end, bytes(anyOtherFor(text, word, end)));
            default -> replaced(text, place, place, anyPart(anySeed()));
        };
    }

    /** What fits where a word stands: another instruction with such immediates, another number, another type. */
    private String anyOtherFor(byte[] text, int from, int to) {
        String word = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
        List<Opcode> alike = Arrays.stream(Opcode.values())
                .filter(opcode -> opcode.mnemonic().equals(word))
                .flatMap(opcode ->
                        Arrays.stream(Opcode.values()).filter(other -> other.immediates() == opcode.immediates()))
                .toList();
        if (!alike.isEmpty()) {
            return alike.get(random.nextInt(alike.size())).mnemonic();
        }
        if (word.matches("[0-9]+")) {
            return Integer.toString(random.nextInt(4));
        }
        List<String> types = List.of("i32", "i64", "f32", "f64", "funcref", "externref");
        return types.contains(word) ? types.get(random.nextInt(types.size())) : word;
    }

    private String anyMnemonic() {
        Opcode[] opcodes = Opcode.values();
        return opcodes[random.nextInt(opcodes.length)].mnemonic();
    }

    private byte[] anyPart(byte[] text) {
        int from = wordAt(text, random.nextInt(text.length + 1));
        int to = endOfWord(text, Math.min(from + random.nextInt(LONGEST_PART), text.length));
        return Arrays.copyOfRange(text, from, Math.max(from, to));
    }

    private static int wordAt(byte[] text, int place) {
        int at = place;
        while (at > 0 && !separates(text[at - 1])) {
            at--;
        }
        return at;
    }

    private static int endOfWord(byte[] text, int place) {
        int at = place;
        while (at < text.length && !separates(text[at])) {
            at++;
        }
        return at;
    }

    private static boolean separates(byte c) {
        return c == ' ' || c == '\n' || c == '(' || c == ')';
    }

    private static byte[] replaced(byte[] text, int from, int to, byte[] part) {
        return new ByteWriter()
                .put(Arrays.copyOf(text, from))
                .put(part)
                .put(Arrays.copyOfRange(text, to, text.length))
                .toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
