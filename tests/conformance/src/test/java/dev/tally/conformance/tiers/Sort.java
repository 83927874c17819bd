package dev.tally.conformance.tiers;

/** The types of the values that drawn code works on. */
enum Sort {
    I32("i32", "i32.const 0"),
    I64("i64", "i64.const 0"),
    F32("f32", "f32.const 0"),
    F64("f64", "f64.const 0"),
    ANY("anyref", "ref.null any"),
    STRUCTURE("(ref null $s)", "ref.null $s"),
    LONGS("(ref null $longs)", "ref.null $longs"),
    EXCEPTION("exnref", "ref.null exn");

    /** How many of them are numbers; those come first. */
    static final int NUMBERS = 4;

    private final String text;
    private final String zero;

    Sort(String text, String zero) {
        this.text = text;
        this.zero = zero;
    }

    boolean isNumber() {
        return ordinal() < NUMBERS;
    }

    /** The instruction that pushes zero or null. */
    String zero() {
        return zero;
    }

    /** The type in the text format. */
    @Override
    public String toString() {
        return text;
    }
}
