package dev.tally.conformance.tiers;

import dev.tally.core.isa.Immediates;
import dev.tally.core.isa.Opcode;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The code of a function as far as it is drawn, with the sorts of its operands and the blocks it is in. Everything that is
 * added must fit the operands, so what comes of it is valid.
 */
final class CodeUnderWay {
    private static final List<Opcode> NUMERIC = Arrays.stream(Opcode.values())
            .filter(opcode -> opcode.immediates() == Immediates.NONE
                    && opcode.hasFixedTypes()
                    && !opcode.parameters().isEmpty()
                    && opcode.results().size() == 1
                    && opcode.parameters().stream().allMatch(NumberType.class::isInstance)
                    && opcode.results().getFirst() instanceof NumberType)
            .toList();
    private static final List<Opcode> ON_BITS = NUMERIC.stream()
            .filter(opcode -> opcode.mnemonic().matches(".*(neg|abs|copysign|reinterpret).*"))
            .toList();
    private static final Map<Sort, List<Opcode>> NUMERIC_BY_RESULT = new EnumMap<>(Sort.class);

    static {
        for (Opcode opcode : NUMERIC) {
            NUMERIC_BY_RESULT
                    .computeIfAbsent(sort(opcode.results().getFirst()), sort -> new ArrayList<>())
                    .add(opcode);
        }
    }

    /**
     * A block that code is in.
     *
     * @param label its name
     * @param branch what a branch to it takes along
     * @param signature of the block
     * @param height how many operands lie below its parameters
     * @param counter of a loop: the local that branches to it count down; otherwise null
     */
    record Block(
            String label,
            List<Sort> branch,
            Signature signature,
            int height,
            @Nullable Counter counter) {}

    /** A local that counts the rounds of a loop. */
    record Counter(Sort sort, String local) {}

    final SplittableRandom random;
    final List<Sort> results;
    private final List<Sort> locals;
    private final List<Sort> operands = new ArrayList<>();
    private final Deque<Block> blocks = new ArrayDeque<>();
    private final List<Line> lines = new ArrayList<>();
    private final StringBuilder moreLocals = new StringBuilder();
    private int labels;

    /** How many of the locals may be written anywhere; the others are where values were kept once. */
    private final int writable;

    private boolean reachable = true;

    CodeUnderWay(SplittableRandom random, List<Sort> results, List<Sort> locals) {
        this.random = random;
        this.results = results;
        this.locals = new ArrayList<>(locals);
        this.writable = locals.size();
    }

    List<Line> lines() {
        return lines;
    }

    /** The declarations of the locals that were added. */
    String moreLocals() {
        return moreLocals.toString();
    }

    boolean isReachable() {
        return reachable;
    }

    int depth() {
        return blocks.size();
    }

    /** The blocks around, the innermost first. */
    List<Block> blocks() {
        return List.copyOf(blocks);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String newLabel() {
        return "$b" + labels++;
    }

    static Sort sort(ValueType type) {
        return Sort.values()[((NumberType) type).ordinal()];
    }

    static List<Sort> sorts(List<ValueType> types) {
        return types.stream().map(CodeUnderWay::sort).toList();
    }

    // Instructions.

    void add(String text, List<Sort> popped, List<Sort> pushed) {
        if (!reachable) {
            throw new IllegalStateException("nothing gets to " + text);
        }
        pop(text, popped);
        operands.addAll(pushed);
        lines.add(new Line(text, popped, pushed));
    }

    /** Adds an instruction that never goes on. */
    void addLast(String text, List<Sort> popped) {
        add(text, popped, List.of());
        reachable = false;
    }

    /** What was added last never goes on. */
    void stop() {
        reachable = false;
    }

    /** Words what was added last otherwise. */
    void retype(String text) {
        Line last = lines.removeLast();
        lines.add(new Line(text, last.popped(), last.pushed()));
    }

    private void pop(String text, List<Sort> popped) {
        if (matching(popped) != popped.size()) {
            throw new IllegalStateException(text + " does not find " + popped + " on " + operands);
        }
        operands.subList(operands.size() - popped.size(), operands.size()).clear();
    }

    private int floor() {
        Block block = blocks.peek();
        return block == null ? 0 : block.height();
    }

    /** How many operands there are in this block. */
    int available() {
        return operands.size() - floor();
    }

    /** The topmost operands, at most so many. */
    List<Sort> top(int most) {
        return List.copyOf(operands.subList(operands.size() - Math.min(most, available()), operands.size()));
    }

    /** How many of the first sorts of a list are on top already. */
    private int matching(List<Sort> wanted) {
        for (int count = Math.min(wanted.size(), available()); count > 0; count--) {
            if (operands.subList(operands.size() - count, operands.size()).equals(wanted.subList(0, count))) {
                return count;
            }
        }
        return 0;
    }

    // Operands.

    /** Sees to it that operands of these sorts are on top: such as are there, or new ones. */
    void need(Sort... wanted) {
        need(List.of(wanted));
    }

    void need(List<Sort> wanted) {
        for (int i = chance(25) ? 0 : matching(wanted); i < wanted.size(); i++) {
            push(wanted.get(i), 0);
        }
    }

    void push(Sort sort, int depth) {
        String local = localOf(sort, locals.size());
        if (local != null && chance(45)) {
            add("local.get " + local, List.of(), List.of(sort));
        } else if (sort.isNumber() && depth < 2 && chance(15)) {
            numeric(oneOf(Objects.requireNonNull(NUMERIC_BY_RESULT.get(sort))), depth + 1);
        } else if (chance(8) && sort != Sort.EXCEPTION && sort != Sort.LONGS) {
            add("global.get $g" + sort.ordinal(), List.of(), List.of(sort));
        } else if (sort.isNumber()) {
            add(Numbers.constant(sort, random), List.of(), List.of(sort));
        } else if (sort == Sort.EXCEPTION || chance(30)) {
            add(sort.zero(), List.of(), List.of(sort));
        } else if (sort == Sort.STRUCTURE || sort == Sort.ANY && chance(40)) {
            add("struct.new_default " + (chance(30) ? "$sub" : "$s"), List.of(), List.of(sort));
        } else if (sort == Sort.LONGS) {
            push(Sort.I64, depth + 1);
            add("i32.const " + random.nextInt(9), List.of(), List.of(Sort.I32));
            add("array.new $longs", List.of(Sort.I64, Sort.I32), List.of(Sort.LONGS));
        } else {
            push(Sort.I32, depth + 1);
            add("ref.i31", List.of(Sort.I32), List.of(Sort.ANY));
        }
    }

    /** A local of a sort among the first ones, or null. */
    private @Nullable String localOf(Sort sort, int among) {
        int from = among == 0 ? 0 : random.nextInt(among);
        for (int i = 0; i < among; i++) {
            int local = (from + i) % among;
            if (locals.get(local) == sort) {
                return "$l" + local;
            }
        }
        return null;
    }

    /** A local of a sort to be written: often a new one, which is written here alone. */
    String localToWrite(Sort sort) {
        String local = localOf(sort, writable);
        if (local != null && chance(60)) {
            return local;
        }
        moreLocals
                .append(" (local $l")
                .append(locals.size())
                .append(' ')
                .append(sort)
                .append(')');
        locals.add(sort);
        return "$l" + (locals.size() - 1);
    }

    /** Adds any numeric instruction, those that see the bits of floats more often. */
    void numeric() {
        numeric(oneOf(chance(20) ? ON_BITS : NUMERIC), 0);
    }

    /** Gives locals numbers to begin with. */
    void initialise(int from) {
        for (int local = from; local < writable; local++) {
            Sort sort = locals.get(local);
            if (sort.isNumber() && chance(60)) {
                add(Numbers.constant(sort, random), List.of(), List.of(sort));
                add("local.set $l" + local, List.of(sort), List.of());
            }
        }
    }

    private void numeric(Opcode opcode, int depth) {
        List<Sort> parameters = sorts(opcode.parameters());
        if (depth == 0) {
            need(parameters);
        } else {
            parameters.forEach(parameter -> push(parameter, depth));
        }
        String name = opcode.mnemonic();
        boolean divides = name.contains(".div_") || name.contains(".rem_");
        if (divides && !chance(10)) {
            Sort sort = parameters.getFirst();
            boolean byZero = chance(4);
            add(sort + ".const " + (byZero ? 0 : chance(50) ? 1 : 5), List.of(), List.of(sort));
            add(sort + (byZero ? ".and" : ".or"), List.of(sort, sort), List.of(sort));
        }
        if (name.contains(".trunc_f") && !chance(25)) {
            Sort sort = parameters.getFirst();
            add(sort + ".const " + (chance(50) ? "0x1p20" : "0.75"), List.of(), List.of(sort));
            add(sort + ".min", List.of(sort, sort), List.of(sort));
            add(sort + ".const 0.5", List.of(), List.of(sort));
            add(sort + ".max", List.of(sort, sort), List.of(sort));
        }
        add(name, parameters, sorts(opcode.results()));
    }

    /** Moves what is on top somewhere, mostly where it shows. */
    void dispose() {
        Sort sort = operands.getLast();
        int how = random.nextInt(10);
        if (how < 1) {
            add("drop", List.of(sort), List.of());
        } else if (how < 4) {
            add("local.set " + localToWrite(sort), List.of(sort), List.of());
        } else if (sort.isNumber()) {
            sum();
        } else if (sort == Sort.ANY || sort == Sort.STRUCTURE) {
            add("global.set $g" + sort.ordinal(), List.of(sort), List.of());
        } else {
            add("ref.is_null", List.of(sort), List.of(Sort.I32));
            sum();
        }
    }

    /** Adds the bits of the number on top to the sum of all, so that whatever they are is seen in the end. */
    void sum() {
        Sort sort = operands.getLast();
        List<Sort> number = List.of(Sort.I64);
        if (sort == Sort.F32) {
            add("i32.reinterpret_f32", List.of(sort), List.of(Sort.I32));
            sort = Sort.I32;
        }
        if (sort == Sort.I32) {
            add(chance(50) ? "i64.extend_i32_s" : "i64.extend_i32_u", List.of(sort), number);
        } else if (sort == Sort.F64) {
            add("i64.reinterpret_f64", List.of(sort), number);
        }
        add("global.get $sum", List.of(), number);
        add("i64.const 7", List.of(), number);
        add("i64.rotl", List.of(Sort.I64, Sort.I64), number);
        add("i64.xor", List.of(Sort.I64, Sort.I64), number);
        add("global.set $sum", number, List.of());
    }

    /** Leaves exactly these operands in this block. */
    void settle(List<Sort> wanted) {
        if (!reachable) {
            return;
        }
        while (available() > 0 && !isPrefix(wanted)) {
            dispose();
        }
        for (int i = available(); i < wanted.size(); i++) {
            push(wanted.get(i), 0);
        }
    }

    private boolean isPrefix(List<Sort> wanted) {
        List<Sort> present = top(Integer.MAX_VALUE);
        return present.size() <= wanted.size() && present.equals(wanted.subList(0, present.size()));
    }

    // Blocks.

    /** Begins a block whose parameters are on top. */
    void begin(String word, Signature signature) {
        begin(word, newLabel(), signature, "");
    }

    void begin(String word, String label, Signature signature, String more) {
        begin(word, label, signature, more, null);
    }

    /** Begins a loop to which branches lead only as long as its counter, a new local, has not come down to zero. */
    void beginLoop(Signature signature, int mostRounds) {
        Sort sort = chance(80) ? Sort.I32 : Sort.I64;
        Counter counter = new Counter(sort, "$c" + labels);
        moreLocals
                .append(" (local ")
                .append(counter.local())
                .append(' ')
                .append(sort)
                .append(')');
        add(sort + ".const " + (1 + random.nextInt(mostRounds)), List.of(), List.of(sort));
        add("local.set " + counter.local(), List.of(sort), List.of());
        begin("loop", newLabel(), signature, "", counter);
    }

    private void begin(String word, String label, Signature signature, String more, @Nullable Counter counter) {
        List<Sort> popped = new ArrayList<>(signature.parameters());
        if (word.equals("if")) {
            popped.add(Sort.I32);
        }
        add(word + " " + label + signature + more, popped, signature.parameters());
        blocks.push(new Block(
                label,
                counter == null ? signature.results() : signature.parameters(),
                signature,
                operands.size() - signature.parameters().size(),
                counter));
    }

    /** Puts an i32 on top that says whether a loop is to go round once more. */
    void countDown(Counter counter) {
        Sort sort = counter.sort();
        String local = counter.local();
        add("local.get " + local, List.of(), List.of(sort));
        if (chance(50)) {
            add(sort + ".const 1", List.of(), List.of(sort));
            add(sort + ".sub", List.of(sort, sort), List.of(sort));
        } else {
            add(sort + ".const -1", List.of(), List.of(sort));
            add(sort + ".add", List.of(sort, sort), List.of(sort));
        }
        add("local.tee " + local, List.of(sort), List.of(sort));
        add(sort + ".const 0", List.of(), List.of(sort));
        add(sort + ".gt_s", List.of(sort, sort), List.of(Sort.I32));
    }

    /** Begins the second arm of a conditional block. */
    void otherwise() {
        Block block = blocks.getFirst();
        settle(block.signature().results());
        lines.add(new Line("else", List.of(), List.of()));
        reset(block, block.signature().parameters());
    }

    void end() {
        Block block = blocks.getFirst();
        settle(block.signature().results());
        blocks.pop();
        lines.add(new Line("end", List.of(), block.signature().results()));
        reset(block, block.signature().results());
    }

    private void reset(Block block, List<Sort> above) {
        operands.subList(block.height(), operands.size()).clear();
        operands.addAll(above);
        reachable = true;
    }

    /** Some sorts, mostly of numbers. */
    List<Sort> someSorts(int most) {
        List<Sort> sorts = new ArrayList<>(Collections.nCopies(random.nextInt(most + 1), Sort.I32));
        sorts.replaceAll(sort -> aSort(random));
        return sorts;
    }

    static Sort aSort(SplittableRandom random) {
        return random.nextInt(6) > 0
                ? Sort.values()[random.nextInt(Sort.NUMBERS)]
                : Sort.values()[Sort.NUMBERS + random.nextInt(3)];
    }
}
