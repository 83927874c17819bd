package dev.tally.runtime.compile;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The parts of a function that are rarely run, as static methods of their own: each writes values to the frame and then does
 * something with the machine. Were they in place, the method would be too large for HotSpot to compile it well; measured with a throw-away
 * translation, that halves the speed.
 */
final class Outlines {
    /** Where an outlined method, as each that is generated, has the machine and the fuel; the {@link Extent} follows. */
    static final int MACHINE = 0;

    static final int FUEL = 1;
    static final int FIRST_VALUE = Extent.BEHIND;

    /** The most variables that the values of one method take; the JVM allows 255 with the others. */
    private static final int MOST_VARIABLES = 200;

    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);

    private final ClassDesc owner;
    private final List<Method> methods = new ArrayList<>();

    /** A value to be written, by the slot of the frame. */
    record Value(int slot, Kind kind) {}

    private record Method(String name, MethodTypeDesc type, int line, List<Value> values, Consumer<Body> body) {}

    /** The body of an outlined method. */
    record Body(CodeBuilder code, List<Value> values) {

        /** Writes the values to the frame. */
        void writeAll() {
            int variable = FIRST_VALUE;
            for (Value value : values) {
                code.aload(MACHINE).getfield(MACHINE_TYPE, "slots", ConstantDescs.CD_long.arrayType());
                Extent.pushBase(code).loadConstant(value.slot()).iadd();
                code.loadLocal(value.kind().type, variable);
                value.kind().convert(code, Kind.LONG);
                code.lastore();
                variable += value.kind().slots();
            }
        }
    }

    Outlines(ClassDesc owner) {
        this.owner = owner;
    }

    /** Whether so many variables are too many for one method. */
    static boolean exceeds(int variables) {
        return variables > MOST_VARIABLES;
    }

    /**
     * Adds a method and calls it; machine, fuel, extent and the values are on top of the operands.
     *
     * @param line the line of the table for all of it
     * @param body writes the values and returns what is of the type
     */
    void call(CodeBuilder code, int line, ClassDesc result, List<Value> values, Consumer<Body> body) {
        List<ClassDesc> parameters = new ArrayList<>();
        parameters.add(MACHINE_TYPE);
        parameters.add(ConstantDescs.CD_long);
        parameters.add(ConstantDescs.CD_long);
        values.forEach(value -> parameters.add(value.kind().descriptor));
        Method method = new Method(
                "outlined" + methods.size(), MethodTypeDesc.of(result, parameters), line, List.copyOf(values), body);
        methods.add(method);
        code.invokestatic(owner, method.name(), method.type());
    }

    void addTo(ClassBuilder type) {
        for (Method method : methods) {
            type.withMethodBody(
                    method.name(),
                    method.type(),
                    ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
                    code -> method.body().accept(new Body(code.lineNumber(method.line()), method.values())));
        }
    }
}
