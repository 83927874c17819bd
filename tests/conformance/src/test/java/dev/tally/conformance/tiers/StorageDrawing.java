package dev.tally.conformance.tiers;

import dev.tally.core.isa.Opcode;
import java.util.Arrays;
import java.util.List;

/** Draws instructions on locals, globals, memories and tables. */
final class StorageDrawing {
    private static final List<Opcode> ACCESSES = Arrays.stream(Opcode.values())
            .filter(opcode -> opcode.immediates().accessBytes() > 0)
            .toList();
    private static final List<Sort> I32 = List.of(Sort.I32);

    /** The memory of 64-bit addresses. */
    private static final String WIDE = "$wide";

    private final CodeUnderWay code;
    private final boolean manyMemories;

    StorageDrawing(CodeUnderWay code, boolean manyMemories) {
        this.code = code;
        this.manyMemories = manyMemories;
    }

    void local() {
        List<Sort> top = code.top(1);
        if (top.isEmpty()) {
            code.push(CodeUnderWay.aSort(code.random), 0);
            top = code.top(1);
        }
        String local = code.localToWrite(top.getFirst());
        if (code.chance(40)) {
            code.add("local.tee " + local, top, top);
        } else {
            code.add("local.set " + local, top, List.of());
        }
    }

    void global() {
        Sort sort = Sort.values()[code.random.nextInt(Sort.NUMBERS + 2)];
        if (code.chance(40)) {
            code.need(sort);
            code.add("global.set $g" + sort.ordinal(), List.of(sort), List.of());
        } else {
            code.add("global.get $g" + sort.ordinal(), List.of(), List.of(sort));
        }
    }

    private String memory() {
        return !manyMemories || code.chance(70) ? "$near" : code.oneOf(List.of("$far", WIDE));
    }

    private static Sort addresses(String memory) {
        return memory.equals(WIDE) ? Sort.I64 : Sort.I32;
    }

    void access() {
        Opcode opcode = code.oneOf(ACCESSES);
        List<Sort> parameters = CodeUnderWay.sorts(opcode.parameters());
        String memory = memory();
        Sort addresses = addresses(memory);
        code.need(addresses);
        address(addresses);
        String access = opcode.mnemonic() + " " + memory + offset();
        if (parameters.size() == 2) {
            Sort stored = parameters.get(1);
            code.push(stored, 0);
            code.add(access, List.of(addresses, stored), List.of());
        } else {
            code.add(access, List.of(addresses), CodeUnderWay.sorts(opcode.results()));
        }
    }

    /** Makes an address of the number on top: mostly one near the beginning. */
    private void address(Sort sort) {
        int how = code.random.nextInt(100);
        if (how < 4) {
            return;
        }
        binary(sort, how < 8 ? 65_535 : 0xFF8, "and");
        if (how > 70) {
            binary(sort, how > 97 ? 65_530 : code.oneOf(List.of(1, 4, 8, 40_000, -1)), how > 80 ? "add" : "or");
        }
        if (how > 70 && how <= 97 || how == 8) {
            binary(sort, 65_535 - 8, "and");
            if (how > 85) {
                binary(sort, code.oneOf(List.of(1, 8, 16)), "add");
            }
        }
    }

    private void binary(Sort sort, int number, String operation) {
        code.add(sort + ".const " + number, List.of(), List.of(sort));
        code.add(sort + "." + operation, List.of(sort, sort), List.of(sort));
    }

    private String offset() {
        return switch (code.random.nextInt(25)) {
            case 0 -> " offset=" + code.oneOf(List.of("65535", "65528", "65529", "32768", "61440"));
            case 1 -> code.chance(15) ? " offset=" + code.oneOf(List.of("2147483647", "4294967295", "4294963200")) : "";
            case 2, 3, 4, 5 -> " offset=" + code.random.nextInt(20);
            default -> "";
        };
    }

    void bulk() {
        String memory = memory();
        Sort addresses = addresses(memory);
        List<Sort> area = List.of(addresses, Sort.I32, addresses);
        switch (code.random.nextInt(6)) {
            case 0 -> code.add("memory.size " + memory, List.of(), List.of(addresses));
            case 1 -> {
                code.push(addresses, 0);
                if (code.chance(90)) {
                    binary(addresses, 1, "and");
                    binary(addresses, 1, code.chance(70) ? "or" : "and");
                }
                code.add("memory.grow " + memory, List.of(addresses), List.of(addresses));
            }
            case 2 -> {
                place(addresses, 0xFFF);
                code.push(Sort.I32, 0);
                place(addresses, code.chance(50) ? 0x1F : 0xFFF);
                code.add("memory.fill " + memory, area, List.of());
            }
            case 3 -> {
                place(addresses, 0xFFF);
                place(Sort.I32, 0x1F);
                place(Sort.I32, 0x7);
                code.add("memory.init " + memory + " $data", List.of(addresses, Sort.I32, Sort.I32), List.of());
            }
            default -> {
                String source = memory();
                Sort sources = addresses(source);
                Sort lengths = addresses == sources ? addresses : Sort.I32;
                place(addresses, 0xFFF);
                place(sources, 0xFFF);
                place(lengths, code.chance(50) ? 0x1F : 0xFFF);
                code.add("memory.copy " + memory + " " + source, List.of(addresses, sources, lengths), List.of());
            }
        }
    }

    /** A number, mostly up to a largest one. */
    private void place(Sort sort, int most) {
        code.push(sort, 0);
        if (code.chance(97)) {
            binary(sort, most, "and");
        }
    }

    void table() {
        switch (code.random.nextInt(6)) {
            case 0 -> code.add("table.size $objects", List.of(), I32);
            case 1 -> {
                code.push(Sort.ANY, 0);
                place(Sort.I32, 3);
                code.add("table.grow $objects", List.of(Sort.ANY, Sort.I32), I32);
            }
            case 2 -> {
                place(Sort.I32, 3);
                code.add("table.get $objects", I32, List.of(Sort.ANY));
            }
            case 3 -> {
                place(Sort.I32, 3);
                code.push(Sort.ANY, 0);
                code.add("table.set $objects", List.of(Sort.I32, Sort.ANY), List.of());
            }
            case 4 -> {
                place(Sort.I32, 1);
                code.push(Sort.ANY, 0);
                place(Sort.I32, 3);
                code.add("table.fill $objects", List.of(Sort.I32, Sort.ANY, Sort.I32), List.of());
            }
            default -> {
                place(Sort.I32, 1);
                place(Sort.I32, 1);
                place(Sort.I32, 3);
                code.add("table.copy $objects $objects", List.of(Sort.I32, Sort.I32, Sort.I32), List.of());
            }
        }
    }
}
