package dev.tally.runtime.compile;

import dev.tally.core.type.FunctionType;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.code.Lowering;
import dev.tally.runtime.code.Steps;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes a class of the JVM for a function, or for what follows a loop head of it.
 *
 * <p>The class has a method for the code, whose parameters are the machine, the fuel, the base of the frame, the room on the stack
 * of Java and those of the function; a method that runs it for a frame that is written already; and the {@link Outlines} of both.
 */
final class FunctionCompiler {
    /** The name that all generated classes have; they are hidden, so it need not be theirs alone. */
    static final String CLASS_NAME = "dev.tally.runtime.compile.Generated";

    /** The method that runs the code for a written frame. */
    static final String RUN = "run";

    /** The code itself. */
    static final String CODE = "code";

    static final MethodTypeDesc RUN_TYPE = MethodTypeDesc.of(
            ConstantDescs.CD_void,
            Descriptors.of(Machine.class),
            ConstantDescs.CD_long,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int);

    /** Where methods have how many bytes of the stack of Java they may still take. */
    static final int ROOM = 4;

    /** HotSpot compiles no method that is larger. */
    static final int MOST_METHOD_BYTES = 8_000;

    /** So many words never fit into a method of that size, so nothing is spent on them. */
    private static final int MOST_WORDS = 8_000;

    /** Of slots times steps: what the analysis of a function may cost. */
    private static final int MOST_BITS = 1 << 23;

    private static final int MOST_PARAMETER_VARIABLES = 200;

    private static final ClassDesc CLASS = ClassDesc.of(CLASS_NAME);

    private FunctionCompiler() {}

    /**
     * Compiles a function.
     *
     * @param liveness which of its locals are live
     * @param loopHead the safepoint of the loop head to begin at, or −1 for the whole function
     * @return the class, or null if it would be too large to be of use
     */
    static byte @Nullable [] compile(ValidModule module, int function, Liveness liveness, int loopHead) {
        try {
            byte[] bytes = build(module, function, liveness, loopHead, Metering.WRITTEN);
            return codeBytes(bytes) > MOST_METHOD_BYTES ? null : bytes;
        } catch (TooLargeException tooLarge) {
            return null;
        }
    }

    /** There is no class for a function: it is too large to try, or its class for the JVM. The message is the reason. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        private TooLargeException(String reason) {
            super(reason, null, false, false);
        }

        private TooLargeException(String noun, long number, long most) {
            this(String.format(Locale.ROOT, "%,d %s, more than %,d", number, noun, most));
        }
    }

    /** Makes the class of a function, whatever its size is. */
    static byte[] build(ValidModule module, int function, Liveness liveness, int loopHead, Metering metering)
            throws TooLargeException {
        int defined = function - module.spaces().importedFunctions();
        FunctionCode code = Lowering.lower(module, defined);
        FunctionType type = module.spaces().functions().get(function);
        requireAtMost(MOST_WORDS, "words of lowered code", code.words().length);
        requireAtMost(MOST_BITS, "words times slots of the frame", (long) code.words().length * code.frameSlots());
        requireAtMost(MOST_PARAMETER_VARIABLES, "variables for parameters", parameterVariables(type));
        Steps steps = Steps.of(module, code);
        Outlines outlines = new Outlines(CLASS);
        try {
            return ClassFile.of(ClassFile.ShortJumpsOption.FAIL_ON_SHORT_JUMPS, ClassFile.DeadCodeOption.KEEP_DEAD_CODE)
                    .build(CLASS, built -> {
                        built.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
                        MethodTypeDesc codeType = loopHead < 0 ? methodType(type) : loopType(type);
                        built.withMethodBody(
                                CODE,
                                codeType,
                                ClassFile.ACC_STATIC,
                                builder -> new MethodWriter(
                                                module,
                                                function,
                                                steps,
                                                SlotLiveness.of(steps, liveness),
                                                outlines,
                                                metering,
                                                builder)
                                        .write(loopHead));
                        built.withMethodBody(
                                RUN,
                                RUN_TYPE,
                                ClassFile.ACC_STATIC,
                                builder -> writeRun(
                                        builder, type, codeType, loopHead < 0, metering.charged(code.entryPrice())));
                        outlines.addTo(built);
                    });
        } catch (IllegalArgumentException tooLarge) {
            throw new TooLargeException("a method larger than branches of the JVM reach");
        }
    }

    private static void requireAtMost(long most, String noun, long number) throws TooLargeException {
        if (number > most) {
            throw new TooLargeException(noun, number, most);
        }
    }

    private static int parameterVariables(FunctionType type) {
        return type.parameters().stream()
                .mapToInt(parameter -> Kind.of(parameter).slots())
                .sum();
    }

    /** The bytes of bytecode of the method for the code. */
    static int codeBytes(byte[] classBytes) {
        ClassModel model = ClassFile.of().parse(classBytes);
        for (MethodModel method : model.methods()) {
            if (method.methodName().equalsString(CODE)) {
                return method.code()
                        .map(code -> ((CodeAttribute) code).codeLength())
                        .orElseThrow();
            }
        }
        throw new IllegalArgumentException("no generated class");
    }

    /** What a method returns: the only result; several are left in the frame. */
    static ClassDesc returned(FunctionType type) {
        return type.results().size() == 1 ? Kind.of(type.results().getFirst()).descriptor : ConstantDescs.CD_void;
    }

    static MethodTypeDesc methodType(FunctionType type) {
        List<ClassDesc> parameters = new ArrayList<>(RUN_TYPE.parameterList());
        type.parameters().forEach(parameter -> parameters.add(Kind.of(parameter).descriptor));
        return MethodTypeDesc.of(returned(type), parameters);
    }

    private static MethodTypeDesc loopType(FunctionType type) {
        return RUN_TYPE.changeReturnType(returned(type));
    }

    /** Takes the parameters from the frame, runs the code, and puts its result there if it has returned. */
    private static void writeRun(
            CodeBuilder code, FunctionType type, MethodTypeDesc codeType, boolean entry, int entryPrice) {
        ClassDesc machine = Descriptors.of(Machine.class);
        ClassDesc slots = ConstantDescs.CD_long.arrayType();
        code.aload(Outlines.MACHINE).lload(Outlines.FUEL);
        if (entry) {
            // The entry is paid already, and the method charges it again.
            code.loadConstant((long) entryPrice).ladd();
        }
        code.iload(Outlines.BASE).iload(ROOM);
        if (entry) {
            for (int i = 0; i < type.parameters().size(); i++) {
                code.aload(Outlines.MACHINE).getfield(machine, "slots", slots);
                code.iload(Outlines.BASE).loadConstant(i).iadd().laload();
                Kind.LONG.convert(code, Kind.of(type.parameters().get(i)));
            }
        }
        code.invokestatic(CLASS, CODE, codeType);
        if (type.results().size() == 1) {
            Kind result = Kind.of(type.results().getFirst());
            int variable = ROOM + 1;
            code.storeLocal(result.type, variable);
            var stopped = code.newLabel();
            code.aload(Outlines.MACHINE)
                    .invokevirtual(machine, "hasReturned", MethodTypeDesc.of(ConstantDescs.CD_boolean))
                    .ifeq(stopped);
            code.aload(Outlines.MACHINE).getfield(machine, "slots", slots);
            code.iload(Outlines.BASE).loadLocal(result.type, variable);
            result.convert(code, Kind.LONG);
            code.lastore();
            code.labelBinding(stopped);
        }
        code.return_();
    }
}
