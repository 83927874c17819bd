package dev.tally.telemetry.certification;

import dev.tally.core.isa.Opcode;
import dev.tally.telemetry.certification.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The prices by which fuel is charged, as a text that can be digested: a line that names the version, which stands for the
 * rules by which blocks are charged as well, then a line for each instruction: its code in eight hex digits, its mnemonic
 * and its price, in the order of the table.
 */
public final class PriceTable {
    private PriceTable() {}

    /** The version of prices and rules. */
    public static long version() {
        return Opcode.PRICE_TABLE_VERSION;
    }

    /** The text, each line with its end. */
    public static String text() {
        StringBuilder text = new StringBuilder("tally price table " + version() + "\n");
        for (Opcode opcode : Opcode.values()) {
            text.append(HexFormat.of().toHexDigits(opcode.code()))
                    .append(' ')
                    .append(opcode.mnemonic())
                    .append(' ')
                    .append(opcode.price())
                    .append('\n');
        }
        return text.toString();
    }

    /** The SHA-256 of the text in UTF-8. */
    public static String sha256() {
        return Sha256.of(text().getBytes(StandardCharsets.UTF_8));
    }
}
