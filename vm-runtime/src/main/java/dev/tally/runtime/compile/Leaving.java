package dev.tally.runtime.compile;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way out of generated methods: static methods that take what is live and give it to the machine. All generated classes of the
 * JVM share them, one for each number of values that are ints and of those that are longs, so that the way out is made once and not
 * for each place at which a method can be left.
 *
 * <p>They come into being when a class that calls them does, and stay. Numbers are rounded up, so that there are some hundreds of
 * them at the most, whatever guests bring.
 */
final class Leaving {
    /** The method of each of these classes. */
    private static final String NAME = "leave";

    private static final String PREFIX = "dev.tally.runtime.compile.Leaving_";
    private static final ClassDesc MACHINE = Descriptors.of(Machine.class);
    private static final ClassDesc PLACE = Descriptors.of(LeavingPlace.class);
    private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();

    private static final int MACHINE_VARIABLE = 0;
    private static final int FUEL_VARIABLE = 1;
    private static final int PLACE_VARIABLE = Extent.BEHIND;
    private static final int FIRST_VALUE = PLACE_VARIABLE + 1;

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final Set<String> DEFINED = ConcurrentHashMap.newKeySet();

    private Leaving() {}

    /** Up to which number a number of values of a kind is filled up. */
    static int rounded(int count) {
        int step = count <= 8 ? 1 : count <= 32 ? 4 : 16;
        return (count + step - 1) / step * step;
    }

    /** Calls the method for rounded numbers of values, which are on top of machine, fuel, extent and the place. */
    static void call(CodeBuilder code, int ints, int longs) {
        code.invokestatic(ClassDesc.of(PREFIX + ints + "_" + longs), NAME, type(ints, longs));
    }

    private static MethodTypeDesc type(int ints, int longs) {
        List<ClassDesc> parameters =
                new ArrayList<>(List.of(MACHINE, ConstantDescs.CD_long, ConstantDescs.CD_long, PLACE));
        parameters.addAll(Collections.nCopies(ints, ConstantDescs.CD_int));
        parameters.addAll(Collections.nCopies(longs, ConstantDescs.CD_long));
        return MethodTypeDesc.of(ConstantDescs.CD_int, parameters);
    }

    /** Sees to it that all of these classes exist which a class refers to. */
    static void define(byte[] classBytes) {
        for (PoolEntry entry : ClassFile.of().parse(classBytes).constantPool()) {
            if (entry instanceof ClassEntry type) {
                String name = type.asInternalName().replace('/', '.');
                if (name.startsWith(PREFIX) && !DEFINED.contains(name)) {
                    define(name);
                }
            }
        }
    }

    private static synchronized void define(String name) {
        if (DEFINED.contains(name)) {
            return;
        }
        String[] numbers = name.substring(PREFIX.length()).split("_", 2);
        byte[] bytes = classOf(name, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        try {
            LOOKUP.defineClass(bytes);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
        DEFINED.add(name);
    }

    private static byte[] classOf(String name, int ints, int longs) {
        return ClassFile.of().build(ClassDesc.of(name), built -> {
            built.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
            built.withMethodBody(NAME, type(ints, longs), ClassFile.ACC_STATIC, code -> {
                int array = FIRST_VALUE + ints + 2 * longs;
                code.aload(MACHINE_VARIABLE).getfield(MACHINE, "passed", LONGS).astore(array);
                for (int i = 0; i < ints + longs; i++) {
                    code.aload(array).loadConstant(i);
                    if (i < ints) {
                        code.iload(FIRST_VALUE + i).i2l();
                    } else {
                        code.lload(FIRST_VALUE + ints + 2 * (i - ints));
                    }
                    code.lastore();
                }
                code.aload(MACHINE_VARIABLE).lload(FUEL_VARIABLE).lload(Extent.VARIABLE);
                code.aload(PLACE_VARIABLE);
                code.invokevirtual(
                        MACHINE,
                        NAME,
                        MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_long, ConstantDescs.CD_long, PLACE));
                code.ireturn();
            });
        });
    }
}
