package dev.tally.cli.run;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The amounts that options take: whole numbers from 1 on; those of bytes also in units of 1,024. */
final class Amounts {
    private static final Pattern AMOUNT = Pattern.compile("([+-]?[0-9]+)([KMGkmg]?)");
    private static final int BITS_OF_UNIT = 10;
    private static final String UNITS = "KMG";

    private Amounts() {}

    /** A positive long. */
    static final class Positive implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return amount(text, false, Long.MAX_VALUE);
        }
    }

    /** A positive int. */
    static final class PositiveInt implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) amount(text, false, Integer.MAX_VALUE);
        }
    }

    /** A positive number of bytes: {@code 1048576}, {@code 64K}, {@code 16M}, {@code 1G}. */
    static final class Bytes implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return amount(text, true, Long.MAX_VALUE);
        }
    }

    private static long amount(String text, boolean units, long most) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches() || !units && !matcher.group(2).isEmpty()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a whole number" + (units ? ", nor one followed by K, M or G" : ""));
        }
        String unitName = matcher.group(2).toUpperCase(Locale.ROOT);
        int unit = unitName.isEmpty() ? 0 : UNITS.indexOf(unitName) + 1;
        BigInteger amount = new BigInteger(matcher.group(1)).shiftLeft(BITS_OF_UNIT * unit);
        if (amount.signum() <= 0) {
            throw new TypeConversionException(text + " is not positive");
        }
        if (amount.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new TypeConversionException(text + " is more than " + most);
        }
        return amount.longValue();
    }
}
