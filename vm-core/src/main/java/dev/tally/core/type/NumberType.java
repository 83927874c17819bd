package dev.tally.core.type;

/** The four types of numbers. */
public enum NumberType implements ValueType {
    I32("i32"),
    I64("i64"),
    F32("f32"),
    F64("f64");

    private final String text;

    NumberType(String text) {
        this.text = text;
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public boolean defaultable() {
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
