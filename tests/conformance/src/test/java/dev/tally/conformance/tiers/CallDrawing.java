package dev.tally.conformance.tiers;

import java.util.ArrayList;
import java.util.List;

/** Draws calls of the module's functions, in every way that there is, and of the host's. */
final class CallDrawing {
    private static final List<Sort> NOTHING = List.of();
    private static final List<Sort> I32 = List.of(Sort.I32);

    /** Arguments and result of a function that the host calls back. */
    static final Signature CALLED_BACK = new Signature(I32, I32);

    private final CodeUnderWay code;
    private final List<Signature> functions;
    private final int self;

    CallDrawing(CodeUnderWay code, List<Signature> functions, int self) {
        this.code = code;
        this.functions = functions;
        this.self = self;
    }

    /** Calls a function, which leaves its results. */
    void call() {
        int callee = code.random.nextInt(functions.size());
        List<Sort> results = functions.get(callee).results();
        if (callee < self) {
            arguments(callee);
            add("", callee);
            return;
        }
        beginIfCallsAreLeft(results);
        arguments(callee);
        add("", callee);
        code.otherwise();
        code.end();
    }

    /** Begins a block whose second arm is for when a function has called itself, or one beneath, often enough. */
    private void beginIfCallsAreLeft(List<Sort> results) {
        code.add("global.get $left", NOTHING, I32);
        code.begin("if", new Signature(NOTHING, results));
        code.add("global.get $left", NOTHING, I32);
        code.add("i32.const 1", NOTHING, I32);
        code.add("i32.sub", List.of(Sort.I32, Sort.I32), I32);
        code.add("global.set $left", I32, NOTHING);
    }

    private void arguments(int callee) {
        code.need(functions.get(callee).parameters());
    }

    private void add(String how, int callee) {
        Signature type = functions.get(callee);
        List<Sort> results = how.isEmpty() ? type.results() : NOTHING;
        switch (code.random.nextInt(5)) {
            case 0 -> {
                element(callee);
                code.add(
                        how + "call_indirect $functions (type $t" + callee + ")",
                        plus(type.parameters(), Sort.I32),
                        results);
            }
            case 1 -> {
                code.add("ref.func $f" + callee, NOTHING, List.of(Sort.ANY));
                code.add(how + "call_ref $t" + callee, plus(type.parameters(), Sort.ANY), results);
            }
            case 2 -> {
                element(callee);
                code.add("table.get $functions", I32, List.of(Sort.ANY));
                code.add("ref.cast (ref null $t" + callee + ")", List.of(Sort.ANY), List.of(Sort.ANY));
                code.add(how + "call_ref $t" + callee, plus(type.parameters(), Sort.ANY), results);
            }
            default -> code.add(how + "call $f" + callee, type.parameters(), results);
        }
    }

    /** Puts the index of a function in the table on top; sometimes that of another one, of none, or of nothing. */
    private void element(int callee) {
        int index = switch (code.random.nextInt(20)) {
            case 0, 1 -> code.random.nextInt(functions.size());
            case 2, 3, 4 -> functions.size() + code.random.nextInt(2 * Declarations.TABLE_SIZE);
            default -> callee;
        };
        code.add("i32.const " + index, NOTHING, I32);
    }

    private static List<Sort> plus(List<Sort> sorts, Sort last) {
        List<Sort> all = new ArrayList<>(sorts);
        all.add(last);
        return all;
    }

    /** Calls a function in place of this one, if there is one that returns the same. */
    void tailCall() {
        int callee = code.random.nextInt(functions.size());
        if (!functions.get(callee).results().equals(code.results)) {
            call();
            return;
        }
        if (callee >= self) {
            beginIfCallsAreLeft(NOTHING);
        } else {
            code.push(Sort.I32, 0);
            code.begin("if", new Signature(NOTHING, NOTHING));
        }
        arguments(callee);
        add("return_", callee);
        code.stop();
        code.end();
    }

    /** Calls this function again, with no end but that of the stack. */
    void recurseForEver() {
        arguments(self);
        add("", self);
    }

    void host() {
        switch (code.random.nextInt(12)) {
            case 0, 1, 2 -> {
                code.need(Sort.I32);
                code.add("call $next", I32, I32);
            }
            case 3, 4 -> {
                code.need(Sort.I32);
                code.add("call $wait", I32, I32);
            }
            case 5 -> {
                code.add("i64.const " + code.random.nextInt(200), NOTHING, List.of(Sort.I64));
                code.add("call " + (code.chance(50) ? "$charge" : "$pay"), List.of(Sort.I64), NOTHING);
            }
            case 6 -> code.add("call $yield", NOTHING, NOTHING);
            case 7 -> {
                if (code.chance(40)) {
                    code.add("call $fail", NOTHING, NOTHING);
                }
            }
            case 8, 9 -> callBack();
            default -> {
                List<Sort> parameters = List.of(Sort.I64, Sort.F32, Sort.F64, Sort.I32);
                code.need(parameters);
                code.add("call $mix", parameters, List.of(Sort.F64, Sort.I64));
            }
        }
    }

    /** Has the host call a function. */
    private void callBack() {
        int callee = functions.indexOf(CALLED_BACK);
        if (callee < 0) {
            return;
        }
        beginIfCallsAreLeft(I32);
        code.add("ref.func $f" + callee, NOTHING, List.of(Sort.ANY));
        code.push(Sort.I32, 0);
        code.add("call $call_back", List.of(Sort.ANY, Sort.I32), I32);
        code.otherwise();
        code.end();
    }
}
