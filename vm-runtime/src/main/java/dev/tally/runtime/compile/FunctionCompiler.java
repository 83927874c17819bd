package dev.tally.runtime.compile;

import dev.tally.core.type.FunctionType;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.FunctionCode.Safepoints;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.code.Lowering;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.compile.Parts.Part;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Makes a class of the JVM for a function, or for what follows a loop head of it.
 *
 * <p>The class has a method for the code, whose parameters are the machine, the fuel, the extent of the frame and those of the
 * function; a method that runs it for a frame that is written already, as {@link FrameCode}; and the {@link Outlines}.
 */
final class FunctionCompiler {
    /** The name that all generated classes have; they are hidden, so it need not be theirs alone. */
    static final String CLASS_NAME = "dev.tally.runtime.compile.Generated";

    /** The method of {@link FrameCode}. */
    static final String RUN = "run";

    /** The code itself. */
    static final String CODE = "code";

    /** The method that runs the parts of a function, one after the other. */
    static final String STEER = "steer";

    private static final String PART = "part";

    /** Machine, fuel and extent, with which the parameters of all methods begin. */
    private static final MethodTypeDesc LOOP_TYPE = MethodTypeDesc.of(
            ConstantDescs.CD_void, Descriptors.of(Machine.class), ConstantDescs.CD_long, ConstantDescs.CD_long);

    private static final MethodTypeDesc RUN_TYPE =
            LOOP_TYPE.insertParameterTypes(LOOP_TYPE.parameterCount(), ConstantDescs.CD_int);

    /** The same with the number of an entry in place of the safepoint. */
    static final MethodTypeDesc STEER_TYPE = RUN_TYPE;

    /** The same, which answers the number of the next entry, or −1. */
    private static final MethodTypeDesc PART_TYPE = STEER_TYPE.changeReturnType(ConstantDescs.CD_int);

    /** So many words never fit into a method of that size, so nothing is spent on trying. */
    private static final int MOST_WORDS = 8_000;

    /** With so few words no method becomes too large. */
    private static final int FEW_WORDS = 64;

    /** Of slots times steps: what the analysis of a function may cost. */
    private static final int MOST_BITS = 1 << 25;

    /** How large parts are to be by rule of thumb, of 16ths of what they may be; the next is tried if one was too large. */
    private static final int[] PART_SIZES = {11, 7, 4, 2};

    private static final int MOST_PARAMETER_VARIABLES = 200;

    /** The variables of {@link FrameCode#run}, a method of an object. */
    private static final int RUN_MACHINE = 1;

    private static final int RUN_FUEL = 2;
    private static final int RUN_EXTENT = 4;
    private static final int RUN_SAFEPOINT = 6;
    private static final int RUN_RESULT = 7;

    private static final ClassDesc SLOTS = ConstantDescs.CD_long.arrayType();
    private static final ClassDesc CLASS = ClassDesc.of(CLASS_NAME);
    private static final ClassDesc MACHINE = Descriptors.of(Machine.class);
    private static final ClassDesc FAILURE = ClassDesc.of(IllegalStateException.class.getName());

    private final FunctionBody body;
    private final FunctionType type;
    private final Steps steps;
    private final int methodBytes;
    private final Metering metering;

    private FunctionCompiler(FunctionBody body, int methodBytes, Metering metering) {
        this.body = body;
        this.type = body.type();
        this.steps = body.steps();
        this.methodBytes = methodBytes;
        this.metering = metering;
    }

    /** There is no class for a function, or none of use. The message is the reason. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        private TooLargeException(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * Compiles a function.
     *
     * @param liveness which of its locals are live
     * @param loopHead the safepoint of the loop head to begin at, or −1 for the whole function
     * @param methodBytes how large a method may be
     * @return the class; of the whole function, in parts, if one method would be too large
     */
    static byte[] compile(
            ValidModule module, int function, Liveness liveness, int loopHead, int methodBytes, Metering metering)
            throws TooLargeException {
        FunctionCode code = Lowering.lower(module, function - module.spaces().importedFunctions());
        int words = code.words().length;
        requireAtMost(MOST_BITS, "words times slots of the frame", (long) words * code.frameSlots());
        requireAtMost(
                MOST_PARAMETER_VARIABLES,
                "variables for parameters",
                parameterVariables(module.spaces().functions().get(function)));
        FunctionBody body = FunctionBody.of(module, function, Steps.of(module, code), liveness);
        FunctionCompiler compiler = new FunctionCompiler(body, methodBytes, metering);
        boolean needsParts = words > MOST_WORDS || Parts.areNeeded(compiler.steps);
        byte[] bytes = needsParts ? null : compiler.firstThatFits(form -> compiler.inOneMethod(loopHead, form));
        if (bytes == null) {
            bytes = compiler.firstThatFits(compiler::inParts);
        }
        if (bytes == null) {
            throw new TooLargeException(
                    String.format(Locale.ROOT, "a step that takes a method of more than %,d bytes", methodBytes));
        }
        return bytes;
    }

    private static void requireAtMost(long most, String noun, long number) throws TooLargeException {
        if (number > most) {
            throw new TooLargeException(String.format(Locale.ROOT, "%,d %s, more than %,d", number, noun, most));
        }
    }

    private byte @Nullable [] firstThatFits(Function<Metering, byte @Nullable []> compiles) {
        byte[] bytes = compiles.apply(metering);
        return bytes == null && metering == Metering.WRITTEN ? compiles.apply(Metering.WRITTEN_BRIEFLY) : bytes;
    }

    private byte @Nullable [] inOneMethod(int loopHead, Metering form) {
        boolean entry = loopHead < 0;
        MethodTypeDesc codeType = entry ? methodType(type) : loopType(type);
        Inlinees inlinees = form.inlines() ? Inlinees.of(body) : Inlinees.none(steps);
        return build((built, outlines) -> {
            method(
                    built,
                    CODE,
                    codeType,
                    code -> write(new MethodWriter(body, inlinees, outlines, form, code), loopHead));
            built.withMethodBody(RUN, RUN_TYPE, ClassFile.ACC_PUBLIC, code -> writeRun(code, codeType, loopHead));
        });
    }

    private static void write(MethodWriter writer, int loopHead) {
        if (loopHead < 0) {
            writer.write();
        } else {
            writer.writeFrom(loopHead);
        }
    }

    private byte @Nullable [] inParts(Metering form) {
        for (int size : PART_SIZES) {
            Parts parts = Parts.cut(steps, body.liveness(), size * methodBytes / 16);
            byte[] bytes = build((built, outlines) -> {
                method(
                        built,
                        CODE,
                        methodType(type),
                        code -> writer(outlines, form, code).writeAround());
                for (Part part : parts.all()) {
                    method(
                            built,
                            PART + part.firstEntry(),
                            PART_TYPE,
                            code -> writer(outlines, form, code).write(parts, part));
                }
                method(built, STEER, STEER_TYPE, code -> writeSteer(code, parts));
                built.withMethodBody(RUN, RUN_TYPE, ClassFile.ACC_PUBLIC, code -> writeRun(code, parts));
            });
            if (bytes != null) {
                return bytes;
            }
        }
        return null;
    }

    /** The writer of a method of a function in parts. */
    private MethodWriter writer(Outlines outlines, Metering form, CodeBuilder code) {
        return new MethodWriter(body, Inlinees.none(steps), outlines, form, code);
    }

    private static void method(ClassBuilder built, String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
        built.withMethodBody(name, type, ClassFile.ACC_STATIC, body);
    }

    /** Builds a class; null if it, or a method that is to be compiled, is too large. */
    private byte @Nullable [] build(BiConsumer<ClassBuilder, Outlines> methods) {
        Outlines outlines = new Outlines(CLASS);
        byte[] bytes;
        try {
            bytes = ClassFile.of(
                            ClassFile.ShortJumpsOption.FAIL_ON_SHORT_JUMPS, ClassFile.DeadCodeOption.KEEP_DEAD_CODE)
                    .build(CLASS, built -> {
                        built.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
                        built.withInterfaceSymbols(Descriptors.of(FrameCode.class));
                        built.withMethodBody(
                                ConstantDescs.INIT_NAME,
                                ConstantDescs.MTD_void,
                                ClassFile.ACC_PUBLIC,
                                FunctionCompiler::writeConstructor);
                        methods.accept(built, outlines);
                        outlines.addTo(built);
                    });
        } catch (IllegalArgumentException tooLarge) {
            assert steps.code().words().length > FEW_WORDS : tooLarge;
            return null;
        }
        return largestMethod(bytes) > methodBytes ? null : bytes;
    }

    /** The bytes of bytecode of the largest method for the code. */
    private static int largestMethod(byte[] classBytes) {
        return sizes(classBytes).max().orElseThrow();
    }

    /** The bytes of bytecode of each method for the code: one, or that around the parts and the parts. */
    private static IntStream sizes(byte[] classBytes) {
        return ClassFile.of().parse(classBytes).methods().stream()
                .filter(method -> method.methodName().equalsString(CODE)
                        || method.methodName().stringValue().startsWith(PART))
                .mapToInt(FunctionCompiler::codeBytes);
    }

    private static int codeBytes(MethodModel method) {
        return method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
    }

    private static int parameterVariables(FunctionType type) {
        return type.parameters().stream()
                .mapToInt(parameter -> Kind.of(parameter).slots())
                .sum();
    }

    /** The bytes of bytecode of the methods for the code, whatever is outlined and what leads to them aside. */
    static int codeBytes(byte[] classBytes) {
        return sizes(classBytes).sum();
    }

    /** Whether the function of a class is in parts, so that one class has the code of all its places. */
    static boolean isInParts(byte[] classBytes) {
        return ClassFile.of().parse(classBytes).methods().stream()
                .anyMatch(method -> method.methodName().equalsString(STEER));
    }

    /** What a method returns: the only result; several are left in the frame. */
    static ClassDesc returned(FunctionType type) {
        return type.results().size() == 1 ? Kind.of(type.results().getFirst()).descriptor : ConstantDescs.CD_void;
    }

    static MethodTypeDesc methodType(FunctionType type) {
        List<ClassDesc> parameters = new ArrayList<>(LOOP_TYPE.parameterList());
        type.parameters().forEach(parameter -> parameters.add(Kind.of(parameter).descriptor));
        return MethodTypeDesc.of(returned(type), parameters);
    }

    private static MethodTypeDesc loopType(FunctionType type) {
        return LOOP_TYPE.changeReturnType(returned(type));
    }

    /** Runs parts until one answers that no other is to follow. */
    private static void writeSteer(CodeBuilder code, Parts parts) {
        int next = Extent.BEHIND;
        Label again = code.newBoundLabel();
        Label goesOn = code.newLabel();
        writeChoice(code, parts.all(), next, goesOn);
        code.labelBinding(goesOn).istore(next);
        Label ends = code.newLabel();
        code.iload(next).iflt(ends);
        code.aload(Outlines.MACHINE).getfield(MACHINE, "fuel", ConstantDescs.CD_long);
        code.lstore(Outlines.FUEL).goto_(again);
        code.labelBinding(ends).return_();
    }

    /** Runs the part with the entry in a variable; what it answers is on top. */
    private static void writeChoice(CodeBuilder code, List<Part> parts, int next, Label goesOn) {
        if (parts.size() == 1) {
            code.aload(Outlines.MACHINE).lload(Outlines.FUEL);
            code.lload(Extent.VARIABLE).iload(next);
            code.invokestatic(CLASS, PART + parts.getFirst().firstEntry(), PART_TYPE)
                    .goto_(goesOn);
            return;
        }
        int half = parts.size() / 2;
        Label later = code.newLabel();
        code.iload(next).loadConstant(parts.get(half).firstEntry()).if_icmpge(later);
        writeChoice(code, parts.subList(0, half), next, goesOn);
        code.labelBinding(later);
        writeChoice(code, parts.subList(half, parts.size()), next, goesOn);
    }

    private static void writeConstructor(CodeBuilder code) {
        code.aload(0).invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
        code.return_();
    }

    /** Runs the parts from the one on in which the safepoint is. */
    private void writeRun(CodeBuilder code, Parts parts) {
        Safepoints safepoints = steps.code().safepoints();
        List<SwitchCase> cases = new ArrayList<>();
        MutableIntList entries = IntLists.mutable.empty();
        for (int i = 0; i < safepoints.count(); i++) {
            if (Parts.isEntered(safepoints.kind(i))) {
                cases.add(SwitchCase.of(i, code.newLabel()));
                entries.add(parts.entryAt(steps.at(safepoints.resumeWord(i))));
            }
        }
        Label none = code.newLabel();
        code.aload(RUN_MACHINE).lload(RUN_FUEL).lload(RUN_EXTENT);
        code.iload(RUN_SAFEPOINT).lookupswitch(none, cases);
        for (int i = 0; i < cases.size(); i++) {
            code.labelBinding(cases.get(i).target()).loadConstant(entries.get(i));
            code.invokestatic(CLASS, STEER, STEER_TYPE).return_();
        }
        code.labelBinding(none);
        code.new_(FAILURE).dup().invokespecial(FAILURE, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
        code.athrow();
    }

    /** Takes the parameters from the frame, runs the code, and puts its result there if it has returned. */
    private void writeRun(CodeBuilder code, MethodTypeDesc codeType, int loopHead) {
        boolean entry = loopHead < 0;
        code.aload(RUN_MACHINE).lload(RUN_FUEL);
        int paid = entry ? steps.code().entryPrice() : steps.firstCharge(loopHead);
        if (metering.charged(paid) > 0) {
            // That is paid already, and the method charges it again.
            code.loadConstant((long) metering.charged(paid)).ladd();
        }
        code.lload(RUN_EXTENT);
        if (entry) {
            for (int i = 0; i < type.parameters().size(); i++) {
                code.aload(RUN_MACHINE).getfield(MACHINE, "slots", SLOTS);
                code.lload(RUN_EXTENT).l2i().loadConstant(i).iadd().laload();
                Kind.LONG.convert(code, Kind.of(type.parameters().get(i)));
            }
        }
        code.invokestatic(CLASS, CODE, codeType);
        if (type.results().size() == 1) {
            Kind result = Kind.of(type.results().getFirst());
            code.storeLocal(result.type, RUN_RESULT);
            var stopped = code.newLabel();
            code.aload(RUN_MACHINE)
                    .invokevirtual(MACHINE, "hasReturned", MethodTypeDesc.of(ConstantDescs.CD_boolean))
                    .ifeq(stopped);
            code.aload(RUN_MACHINE).getfield(MACHINE, "slots", SLOTS);
            code.lload(RUN_EXTENT).l2i().loadLocal(result.type, RUN_RESULT);
            result.convert(code, Kind.LONG);
            code.lastore();
            code.labelBinding(stopped);
        }
        code.return_();
    }
}
