package dev.tally.runtime.compile;

import dev.tally.runtime.compile.SlotValues.Held;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes calls of the {@link Outlines} with machine, fuel, base and values of the method. */
final class OutlinedCalls {
    private final MethodWriter method;
    private final Outlines outlines;
    private final CodeBuilder code;

    OutlinedCalls(MethodWriter method, Outlines outlines, CodeBuilder code) {
        this.method = method;
        this.outlines = outlines;
        this.code = code;
    }

    /** Calls one that writes values to the frame. */
    void writeToFrame(List<Held> held) {
        if (!held.isEmpty()) {
            call(ConstantDescs.CD_void, held, body -> {
                body.writeAll();
                body.code().return_();
            });
        }
    }

    /** Calls one with values; where they are too many, others write some of them first. */
    void call(ClassDesc result, List<Held> held, Consumer<Outlines.Body> body) {
        List<Held> some = new ArrayList<>();
        int count = 0;
        for (Held value : held) {
            Kind kind = value.form();
            if (Outlines.exceeds(count + kind.slots())) {
                writeToFrame(some);
                some.clear();
                count = 0;
            }
            some.add(value);
            count += kind.slots();
        }
        callOne(result, some, body);
    }

    private void callOne(ClassDesc result, List<Held> held, Consumer<Outlines.Body> body) {
        code.aload(Outlines.MACHINE).lload(Outlines.FUEL).lload(Extent.VARIABLE);
        List<Outlines.Value> passed = new ArrayList<>();
        for (Held value : held) {
            assert value.structure() == null : "a structure that is not written";
            value.push(code, value.form());
            passed.add(new Outlines.Value(value.slot(), value.form()));
        }
        outlines.call(code, method.line(), result, passed, body);
    }
}
