package dev.tally.conformance.tiers;

import dev.tally.conformance.tiers.CodeUnderWay.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Draws blocks, branches, exceptions and ends. */
final class ControlDrawing {
    private static final List<Sort> NOTHING = List.of();
    private static final List<Sort> I32 = List.of(Sort.I32);
    private static final int DEEPEST = 4;

    /** So many that ticks end in the midst of them, whatever compiled code pays for at a time. */
    private static final int MANY_ROUNDS = 700;

    private final CodeUnderWay code;
    private final StorageDrawing storage;

    /** Draws some of what stands in a block. */
    private final Runnable content;

    ControlDrawing(CodeUnderWay code, StorageDrawing storage, Runnable content) {
        this.code = code;
        this.storage = storage;
        this.content = content;
    }

    /** A block of any kind with its content. */
    void block() {
        if (code.depth() >= DEEPEST) {
            return;
        }
        List<Sort> parameters = code.top(code.random.nextInt(3));
        List<Sort> results = code.chance(25)
                ? parameters
                : code.chance(25) ? List.of(Sort.I64) : code.someSorts(code.chance(60) ? 1 : 4);
        switch (code.random.nextInt(11)) {
            case 0, 1 -> {
                code.begin("block", new Signature(parameters, results));
                content.run();
                code.end();
            }
            case 2, 3, 4 -> loop(parameters, results);
            case 5, 6, 7 -> {
                code.push(Sort.I32, 0);
                boolean oneArm = parameters.equals(results) && code.chance(50);
                code.begin("if", new Signature(parameters, results));
                content.run();
                if (!oneArm) {
                    code.otherwise();
                    content.run();
                }
                code.end();
            }
            case 8 -> dispatch();
            default -> tried();
        }
    }

    /** A loop around a table, whose arms lead back to it. */
    private void dispatch() {
        code.begin("block", new Signature(NOTHING, NOTHING));
        code.beginLoop(new Signature(NOTHING, NOTHING), 12);
        Block loop = code.blocks().getFirst();
        leaveUnlessAgain(loop);
        List<String> arms = new ArrayList<>();
        for (int i = code.random.nextInt(4); i >= 0; i--) {
            code.begin("block", new Signature(NOTHING, NOTHING));
            arms.add(code.blocks().getFirst().label());
        }
        code.push(Sort.I32, 0);
        makeSmall();
        code.addLast("br_table " + String.join(" ", arms), I32);
        for (int i = 0; i < arms.size(); i++) {
            code.end();
            straight();
            code.settle(NOTHING);
            if (code.chance(80)) {
                code.addLast("br " + loop.label(), NOTHING);
            }
        }
        code.end();
        code.end();
    }

    private void loop(List<Sort> parameters, List<Sort> results) {
        boolean isStraight = code.chance(40);
        code.beginLoop(new Signature(parameters, results), isStraight ? code.chance(5) ? MANY_ROUNDS : 12 : 5);
        Block loop = code.blocks().getFirst();
        if (isStraight) {
            straight();
        } else {
            content.run();
        }
        if (code.isReachable() && code.chance(93)) {
            boolean hasLeft = isStraight && code.chance(30) && leaveUnlessAgain(loop);
            code.settle(parameters);
            if (hasLeft) {
                code.addLast("br " + loop.label(), parameters);
            } else {
                goOn(loop);
            }
        }
        code.end();
    }

    /** Leaves a loop for a block around it unless it goes round once more; answers whether there is such a block. */
    private boolean leaveUnlessAgain(Block loop) {
        Block around = blockAround();
        if (around == null) {
            return false;
        }
        code.need(around.branch());
        code.countDown(Objects.requireNonNull(loop.counter()));
        code.add("i32.eqz", I32, I32);
        branchIf(around);
        return true;
    }

    /** A few instructions that compute, read and write, and maybe leave the loop. */
    private void straight() {
        for (int i = code.random.nextInt(code.chance(30) ? 20 : 6); i >= 0; i--) {
            switch (code.random.nextInt(13)) {
                case 0, 1 -> storage.local();
                case 2, 3, 4 -> storage.access();
                case 5, 6 -> storage.global();
                case 7 -> exit();
                default -> code.numeric();
            }
        }
    }

    /** Leaves blocks if a number says so. */
    private void exit() {
        Block around = blockAround();
        if (around != null) {
            code.need(around.branch());
            code.push(Sort.I32, 0);
            branchIf(around);
        }
    }

    private @Nullable Block blockAround() {
        List<Block> blocks =
                code.blocks().stream().filter(block -> block.counter() == null).toList();
        return blocks.isEmpty() ? null : code.oneOf(blocks);
    }

    private void goOn(Block loop) {
        code.countDown(Objects.requireNonNull(loop.counter()));
        branchIf(loop);
    }

    private void branchIf(Block block) {
        code.add("br_if " + block.label(), plus(block.branch(), Sort.I32), block.branch());
    }

    private static List<Sort> plus(List<Sort> sorts, Sort last) {
        List<Sort> all = new ArrayList<>(sorts);
        all.add(last);
        return all;
    }

    /** A branch that is taken or not. */
    void branch() {
        List<Block> blocks = code.blocks();
        if (blocks.isEmpty()) {
            leave();
            return;
        }
        Block block = code.oneOf(blocks);
        code.need(block.branch());
        if (block.counter() != null) {
            goOn(block);
            return;
        }
        switch (code.random.nextInt(6)) {
            case 0, 1 -> table(block, blocks);
            case 2 -> {
                code.push(Sort.ANY, 0);
                code.add("br_on_null " + block.label(), plus(block.branch(), Sort.ANY), plus(block.branch(), Sort.ANY));
            }
            default -> {
                code.push(Sort.I32, 0);
                branchIf(block);
            }
        }
    }

    /** Selects one of the blocks that a branch leads to with the same operands. */
    private void table(Block block, List<Block> blocks) {
        List<String> labels = blocks.stream()
                .filter(other -> other.counter() == null && other.branch().equals(block.branch()))
                .map(Block::label)
                .toList();
        StringBuilder table = new StringBuilder("br_table");
        for (int i = code.random.nextInt(5); i >= 0; i--) {
            table.append(' ').append(code.oneOf(labels));
        }
        code.push(Sort.I32, 0);
        if (code.chance(70)) {
            makeSmall();
        }
        code.addLast(table.toString(), plus(block.branch(), Sort.I32));
    }

    /** Leaves of the number on top what most tables have an arm for. */
    private void makeSmall() {
        code.add("i32.const 3", NOTHING, I32);
        code.add("i32.and", List.of(Sort.I32, Sort.I32), I32);
    }

    /** Leaves a loop around for its next round, or the function, in one arm of a condition. */
    void leave() {
        code.push(Sort.I32, 0);
        code.begin("if", new Signature(NOTHING, NOTHING));
        int how = code.random.nextInt(12);
        List<Block> loops =
                code.blocks().stream().filter(block -> block.counter() != null).toList();
        if (how < 4 && !loops.isEmpty()) {
            Block loop = code.oneOf(loops);
            code.countDown(Objects.requireNonNull(loop.counter()));
            code.begin("if", new Signature(NOTHING, NOTHING));
            code.need(loop.branch());
            if (code.chance(50)) {
                code.addLast("br " + loop.label(), loop.branch());
            } else {
                code.push(Sort.I32, 0);
                code.addLast("br_table " + loop.label() + " " + loop.label(), plus(loop.branch(), Sort.I32));
            }
            code.end();
        } else if (how == 4) {
            code.addLast("unreachable", NOTHING);
        } else if (how < 7) {
            raise();
        } else {
            code.need(code.results);
            code.addLast("return", code.results);
        }
        code.end();
    }

    private void raise() {
        int tag = code.random.nextInt(Declarations.TAGS.size());
        List<Sort> carried = Declarations.TAGS.get(tag);
        code.need(carried);
        code.addLast("throw $e" + tag, carried);
    }

    /** A block whose exceptions are caught. */
    private void tried() {
        int tag = code.random.nextInt(Declarations.TAGS.size());
        boolean all = code.chance(30);
        boolean reference = code.chance(45);
        List<Sort> caught = new ArrayList<>(all ? NOTHING : Declarations.TAGS.get(tag));
        if (reference) {
            caught.add(Sort.EXCEPTION);
        }
        String label = code.newLabel();
        code.begin("block", label, new Signature(NOTHING, caught), "");
        String clause = (all ? "catch_all" : "catch") + (reference ? "_ref" : "") + (all ? "" : " $e" + tag);
        List<Sort> results = code.someSorts(2);
        code.begin("try_table", code.newLabel(), new Signature(NOTHING, results), " (" + clause + " " + label + ")");
        content.run();
        if (code.isReachable() && code.chance(40)) {
            code.push(Sort.I32, 0);
            code.begin("if", new Signature(NOTHING, NOTHING));
            raise();
            code.end();
        }
        code.end();
        code.settle(caught);
        code.end();
        if (reference && code.chance(70)) {
            code.add("ref.as_non_null", List.of(Sort.EXCEPTION), List.of(Sort.EXCEPTION));
            code.push(Sort.I32, 0);
            Signature again = new Signature(List.of(Sort.EXCEPTION), List.of(Sort.EXCEPTION));
            code.begin("if", again);
            code.addLast("throw_ref", List.of(Sort.EXCEPTION));
            code.end();
        }
    }

    /** One of two operands. */
    void select() {
        Sort sort = CodeUnderWay.aSort(code.random);
        code.need(sort, sort);
        code.push(Sort.I32, 0);
        String typed = sort.isNumber() && code.chance(50) ? "" : " (result " + sort + ")";
        code.add("select" + typed, List.of(sort, sort, Sort.I32), List.of(sort));
    }
}
