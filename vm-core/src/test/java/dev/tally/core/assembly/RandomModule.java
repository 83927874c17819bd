package dev.tally.core.assembly;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * A valid module of random functions.
 *
 * @param bytes the module
 * @param operandSlots the most operands of each function that it defines
 */
public record RandomModule(byte[] bytes, IntList operandSlots) {
    private static final String LOCALS = "i64 f32 f64 funcref externref i32";
    private static final List<ValueType> LOCAL_TYPES =
            List.of(ValueType.I64, ValueType.F32, ValueType.F64, ValueType.FUNCREF, ValueType.EXTERNREF, ValueType.I32);

    /** Draws a module of one to four random functions, beside the two that every such module has. */
    public static RandomModule draw(Random random) {
        ModuleBuilder module = OpcodePrograms.module(List.of());
        MutableIntList operandSlots = new IntArrayList();
        int functions = 1 + random.nextInt(4);
        for (int i = 0; i < functions; i++) {
            FunctionType type = random.nextBoolean()
                    ? FunctionType.of(ValueType.F32, ValueType.EXTERNREF).returning(ValueType.I64, ValueType.FUNCREF)
                    : FunctionType.of(ValueType.I32).returning(ValueType.F64);
            List<ValueType> locals = new ArrayList<>(type.parameters());
            locals.addAll(LOCAL_TYPES);
            RandomBody body = new RandomBody(random, locals, type.results());
            module.type(type).function(OpcodePrograms.TYPES + i, LOCALS, body.code());
            operandSlots.add(body.highest());
        }
        return new RandomModule(module.build(), operandSlots);
    }
}
