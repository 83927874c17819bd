package dev.tally.conformance.tiers;

import java.util.List;

/** Draws instructions on structures, arrays, 31-bit integers and their types. */
final class ObjectDrawing {
    private static final List<Sort> I32 = List.of(Sort.I32);
    private static final List<Sort> ANY = List.of(Sort.ANY);
    private static final List<Sort> STRUCTURE = List.of(Sort.STRUCTURE);
    private static final List<Element> FIELDS = List.of(
            new Element("$i", "", Sort.I32),
            new Element("$l", "", Sort.I64),
            new Element("$f", "", Sort.F32),
            new Element("$d", "", Sort.F64),
            new Element("$b", "_s", Sort.I32),
            new Element("$b", "_u", Sort.I32),
            new Element("$h", "_s", Sort.I32),
            new Element("$h", "_u", Sort.I32),
            new Element("$r", "", Sort.ANY));
    private static final List<Element> ARRAYS = List.of(
            new Element("$bytes", "_s", Sort.I32),
            new Element("$bytes", "_u", Sort.I32),
            new Element("$shorts", "_s", Sort.I32),
            new Element("$shorts", "_u", Sort.I32),
            new Element("$ints", "", Sort.I32),
            new Element("$longs", "", Sort.I64),
            new Element("$floats", "", Sort.F32),
            new Element("$doubles", "", Sort.F64),
            new Element("$refs", "", Sort.ANY));
    private static final List<String> TYPES =
            List.of("(ref null $s)", "(ref $sub)", "i31ref", "(ref array)", "(ref null $longs)", "eqref", "nullref");

    /** A field of structures or an array type, and how it is read. */
    private record Element(String name, String reading, Sort sort) {}

    private final CodeUnderWay code;

    ObjectDrawing(CodeUnderWay code) {
        this.code = code;
    }

    void draw() {
        switch (code.random.nextInt(12)) {
            case 0, 1, 2 -> field();
            case 3, 4, 5 -> element();
            case 6 -> segment();
            case 7 -> {
                code.need(Sort.ANY);
                if (code.chance(20)) {
                    code.add("ref.as_non_null", ANY, ANY);
                }
                code.add("ref.test " + code.oneOf(TYPES), ANY, I32);
            }
            case 8 -> cast();
            case 9 -> i31();
            case 10 -> structure();
            default -> {
                Sort sort = code.chance(50) ? Sort.ANY : Sort.STRUCTURE;
                code.need(sort);
                code.add("ref.is_null", List.of(sort), I32);
            }
        }
    }

    /** Makes a structure of its fields. */
    private void structure() {
        List<Sort> fields = List.of(Sort.I32, Sort.I64, Sort.F32, Sort.F64, Sort.I32, Sort.I32, Sort.ANY);
        code.need(fields);
        code.add("struct.new $s", fields, STRUCTURE);
    }

    private void field() {
        Element field = code.oneOf(FIELDS);
        code.need(Sort.STRUCTURE);
        if (code.chance(92)) {
            unlessNull();
        }
        if (code.chance(50)) {
            code.add("struct.get" + field.reading() + " $s " + field.name(), STRUCTURE, List.of(field.sort()));
        } else {
            code.push(field.sort(), 0);
            code.add("struct.set $s " + field.name(), List.of(Sort.STRUCTURE, field.sort()), List.of());
        }
    }

    /** Puts a new structure in the place of null. */
    private void unlessNull() {
        Signature block = new Signature(STRUCTURE, STRUCTURE);
        String label = code.newLabel();
        code.begin("block", label, block, "");
        code.add("br_on_non_null " + label, STRUCTURE, List.of());
        code.add("struct.new_default " + (code.chance(50) ? "$s" : "$sub"), List.of(), STRUCTURE);
        code.end();
    }

    private void element() {
        Element array = code.oneOf(ARRAYS);
        List<Sort> one = List.of(array.sort());
        array(array);
        switch (code.random.nextInt(7)) {
            case 0, 1 -> {
                index();
                code.add("array.get" + array.reading() + " " + array.name(), List.of(Sort.ANY, Sort.I32), one);
            }
            case 2, 3 -> {
                index();
                code.push(array.sort(), 0);
                code.add("array.set " + array.name(), List.of(Sort.ANY, Sort.I32, array.sort()), List.of());
            }
            case 4 -> code.add("array.len", ANY, I32);
            case 5 -> {
                index();
                code.push(array.sort(), 0);
                index();
                code.add("array.fill " + array.name(), List.of(Sort.ANY, Sort.I32, array.sort(), Sort.I32), List.of());
            }
            default -> {
                index();
                array(array);
                index();
                index();
                code.add(
                        "array.copy " + array.name() + " " + array.name(),
                        List.of(Sort.ANY, Sort.I32, Sort.ANY, Sort.I32, Sort.I32),
                        List.of());
            }
        }
    }

    /** Puts an array of a type on top, a new one if what is there is none. */
    private void array(Element array) {
        code.need(Sort.ANY);
        String label = code.newLabel();
        code.begin("block", label, new Signature(ANY, ANY), "");
        // In truth the block leaves what the instruction needs, which is told in the text alone.
        code.retype("block " + label + " (param anyref) (result (ref " + array.name() + "))");
        code.add("br_on_cast " + label + " anyref (ref " + array.name() + ")", ANY, ANY);
        code.add("drop", ANY, List.of());
        switch (code.random.nextInt(3)) {
            case 0 -> {
                code.add("i32.const " + length(), List.of(), I32);
                code.add("array.new_default " + array.name(), I32, ANY);
            }
            case 1 -> {
                code.push(array.sort(), 0);
                code.add("i32.const " + length(), List.of(), I32);
                code.add("array.new " + array.name(), List.of(array.sort(), Sort.I32), ANY);
            }
            default -> {
                code.push(array.sort(), 0);
                code.push(array.sort(), 0);
                code.add("array.new_fixed " + array.name() + " 2", List.of(array.sort(), array.sort()), ANY);
            }
        }
        code.end();
    }

    /** Mostly small; otherwise so large that a small quota has no room. */
    private int length() {
        return code.chance(75) ? 4 + code.random.nextInt(6) : code.random.nextInt(4_000);
    }

    private void index() {
        code.push(Sort.I32, 0);
        if (code.chance(94)) {
            code.add("i32.const 1", List.of(), I32);
            code.add("i32.and", List.of(Sort.I32, Sort.I32), I32);
        }
    }

    private void segment() {
        if (code.chance(50)) {
            code.add("i32.const " + code.random.nextInt(5), List.of(), I32);
            code.add("i32.const " + code.random.nextInt(5), List.of(), I32);
            code.add("array.new_data $shorts $data", List.of(Sort.I32, Sort.I32), ANY);
        } else {
            code.add("i32.const " + code.random.nextInt(2), List.of(), I32);
            code.add("i32.const " + code.random.nextInt(2), List.of(), I32);
            code.add("array.new_elem $refs $elements", List.of(Sort.I32, Sort.I32), ANY);
        }
    }

    private void cast() {
        code.need(Sort.ANY);
        if (code.chance(30)) {
            code.add("ref.cast (ref null $s)", ANY, STRUCTURE);
            return;
        }
        Signature block = new Signature(ANY, STRUCTURE);
        String label = code.newLabel();
        code.begin("block", label, block, "");
        if (code.chance(50)) {
            code.add("br_on_cast " + label + " anyref (ref null $s)", ANY, ANY);
        } else {
            String inner = code.newLabel();
            code.begin("block", inner, new Signature(ANY, ANY), "");
            code.add("br_on_cast_fail " + inner + " anyref (ref null $s)", ANY, STRUCTURE);
            code.addLast("br " + label, STRUCTURE);
            code.end();
        }
        code.add("drop", ANY, List.of());
        code.push(Sort.STRUCTURE, 0);
        code.end();
    }

    private void i31() {
        code.need(Sort.ANY);
        String label = code.newLabel();
        code.begin("block", label, new Signature(ANY, ANY), "");
        code.retype("block " + label + " (param anyref) (result (ref i31))");
        code.add("br_on_cast " + label + " anyref (ref i31)", ANY, ANY);
        code.add("drop", ANY, List.of());
        code.push(Sort.I32, 0);
        code.add("ref.i31", I32, ANY);
        code.end();
        code.add(code.chance(50) ? "i31.get_s" : "i31.get_u", ANY, I32);
    }
}
