package dev.tally.twins;

import org.jspecify.annotations.Nullable;

/** The twin of {@code text.wat}: its buffer is a {@link StringBuilder}. */
public final class Text {
    private Text() {}

    private static String decimal(int number) {
        String last = String.valueOf((char) (Integer.remainderUnsigned(number, 10) + '0'));
        return Integer.compareUnsigned(number, 10) < 0
                ? last
                : decimal(Integer.divideUnsigned(number, 10)).concat(last);
    }

    private static String turned(String text) {
        String turned = "";
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            turned = Character.toString(text.codePointAt(i)).concat(turned);
        }
        return turned;
    }

    private static int hash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }

    public static int run(int lines, int rounds) {
        @Nullable String kept = null;
        int checksum = 0;
        for (int round = rounds; round > 0; round--) {
            String text = "";
            StringBuilder buffer = new StringBuilder(8);
            for (int i = 0; i < lines; i++) {
                String line = "line ".concat(decimal(round * (i + 7))).concat(": größer als 𝄞\n");
                text = text.concat(line);
                buffer.append(line);
                checksum = checksum * 31 + hash(turned(line));
            }
            String line = buffer.toString();
            checksum = checksum * 31 + (line.equals(text) ? 1 : 0) + line.length();
            if (kept != null) {
                checksum ^= hash(kept);
            }
            int end = Math.min(round + lines, text.length());
            kept = round > end ? "" : text.substring(round, end);
        }
        return checksum;
    }
}
