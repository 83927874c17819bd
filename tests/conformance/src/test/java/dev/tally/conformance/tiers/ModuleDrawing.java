package dev.tally.conformance.tiers;

import dev.tally.conformance.tiers.DrawnModule.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws modules: a few functions that compute, branch, loop, call each other and the host, and work on memories and objects.
 * Code is drawn from the beginning to the end, each instruction for operands that are there or are pushed for it.
 */
final class ModuleDrawing {
    private static final int MOST_FUNCTIONS = 4;

    private final SplittableRandom random;
    private final boolean manyMemories;
    private final List<Signature> functions = new ArrayList<>();

    /** How many more instructions the function at hand is to have. */
    private int budget;

    private ModuleDrawing(SplittableRandom random) {
        this.random = random;
        this.manyMemories = random.nextInt(8) == 0;
    }

    /** Draws the module of a number. */
    static DrawnModule draw(long seed, int number) {
        return new ModuleDrawing(random(seed, number)).module();
    }

    /** Whatever is drawn for the module of a number. */
    static SplittableRandom random(long seed, int number) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + number * 0x9E37_79B9L).split();
    }

    private int below(int bound) {
        return random.nextInt(bound);
    }

    private DrawnModule module() {
        int count = 1 + below(MOST_FUNCTIONS);
        List<Sort> results = sorts(below(10) == 0 ? 5 : 2);
        for (int i = 0; i < count; i++) {
            functions.add(
                    i < count - 1 && below(5) == 0
                            ? CallDrawing.CALLED_BACK
                            : new Signature(
                                    sorts(below(4) == 0 ? 12 : 4),
                                    below(2) == 0 ? results : sorts(below(10) == 0 ? 5 : 2)));
        }
        List<Body> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add(function(i));
        }
        int calls = below(8) == 0 ? 400 : below(30);
        return new DrawnModule(
                Declarations.of(functions, calls, manyMemories),
                bodies,
                functions.getLast().parameters());
    }

    private List<Sort> sorts(int most) {
        List<Sort> sorts = new ArrayList<>();
        for (int i = below(most + 1); i > 0; i--) {
            sorts.add(CodeUnderWay.aSort(random));
        }
        return sorts;
    }

    private Body function(int self) {
        Signature type = functions.get(self);
        boolean many = below(40) == 0;
        boolean last = self == functions.size() - 1;
        List<Sort> locals = new ArrayList<>(type.parameters());
        boolean isLeaf = !last && below(3) == 0;
        List<Sort> own = isLeaf ? sorts(2) : sorts(many ? 120 : below(6) == 0 ? 30 : 6);
        locals.addAll(own);
        CodeUnderWay code = new CodeUnderWay(random, type.results(), locals);
        code.initialise(type.parameters().size());
        if (many) {
            useAll(code, locals);
        }
        CallDrawing calls = new CallDrawing(code, functions, self);
        if (!isLeaf && below(60) == 0) {
            calls.recurseForEver();
        }
        if (isLeaf) {
            drawLeaf(code);
        } else {
            budget = 5 + below(below(200) == 0 ? 600 : 1 + below(56));
            draw(code, calls);
        }
        if (many) {
            useAll(code, locals);
        }
        code.settle(type.results());
        StringBuilder header = new StringBuilder("$f" + self);
        if (last) {
            header.append(" (export \"").append(DrawnModule.ENTRY).append("\")");
        }
        header.append(" (type $t").append(self).append(')');
        for (int i = 0; i < locals.size(); i++) {
            header.append(i < type.parameters().size() ? " (param $l" : " (local $l")
                    .append(i)
                    .append(' ')
                    .append(locals.get(i))
                    .append(')');
        }
        for (Sort result : type.results()) {
            header.insert(resultsAt(header), " (result " + result + ")");
        }
        return new Body(header + code.moreLocals(), code.lines());
    }

    private static int resultsAt(StringBuilder header) {
        int at = header.indexOf(" (local");
        return at < 0 ? header.length() : at;
    }

    /** Mixes all numbers into each other, so that all of them are live in what stands between two such places. */
    private static void useAll(CodeUnderWay code, List<Sort> locals) {
        for (int i = 0; i < locals.size(); i++) {
            Sort sort = locals.get(i);
            if (sort.isNumber()) {
                code.add("local.get $l" + i, List.of(), List.of(sort));
                code.add("local.get $l" + locals.lastIndexOf(sort), List.of(), List.of(sort));
                code.add(sort + ".add", List.of(sort, sort), List.of(sort));
                code.add("local.set $l" + i, List.of(sort), List.of());
            }
        }
    }

    /** Draws as much as there is room for. */
    private void draw(CodeUnderWay code, CallDrawing calls) {
        StorageDrawing storage = new StorageDrawing(code, manyMemories);
        ObjectDrawing objects = new ObjectDrawing(code);
        ControlDrawing control = new ControlDrawing(code, storage, () -> some(code, calls));
        while (budget > 0 && code.isReachable()) {
            int before = code.lines().size();
            instruction(code, calls, storage, objects, control);
            budget -= Math.max(1, code.lines().size() - before);
        }
    }

    /** Draws what compiled code may have in place of a call: little, and neither calls nor loops. */
    private void drawLeaf(CodeUnderWay code) {
        StorageDrawing storage = new StorageDrawing(code, manyMemories);
        ObjectDrawing objects = new ObjectDrawing(code);
        ControlDrawing control = new ControlDrawing(code, storage, () -> code.push(CodeUnderWay.aSort(random), 0));
        for (int i = below(4); i > 0 && code.isReachable(); i--) {
            switch (below(10)) {
                case 0, 1 -> code.numeric();
                case 2 -> storage.local();
                case 3, 4 -> storage.access();
                case 5, 6 -> storage.global();
                case 7 -> control.select();
                case 8 -> control.branch();
                default -> objects.draw();
            }
        }
    }

    private void some(CodeUnderWay code, CallDrawing calls) {
        int all = budget;
        budget = 1 + below(Math.max(1, Math.min(20, all)));
        int own = budget;
        draw(code, calls);
        budget = all - own;
    }

    private void instruction(
            CodeUnderWay code,
            CallDrawing calls,
            StorageDrawing storage,
            ObjectDrawing objects,
            ControlDrawing control) {
        int choice = below(100);
        if (choice < 21) {
            code.numeric();
        } else if (choice < 27) {
            code.push(CodeUnderWay.aSort(random), 0);
        } else if (choice < 39) {
            storage.local();
        } else if (choice < 48) {
            storage.access();
        } else if (choice < 58) {
            control.block();
        } else if (choice < 63) {
            control.branch();
        } else if (choice < 65) {
            control.leave();
        } else if (choice < 71) {
            calls.call();
        } else if (choice < 74) {
            calls.tailCall();
        } else if (choice < 77) {
            control.select();
        } else if (choice < 80) {
            storage.global();
        } else if (choice < 83) {
            storage.bulk();
        } else if (choice < 85) {
            storage.table();
        } else if (choice < 95) {
            objects.draw();
        } else {
            calls.host();
        }
    }
}
