package dev.tally.runtime.compile;

import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.compile.FunctionCompiler.TooLargeException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of bytecode the class of a function has, with what governs its guests and without: it is made in both ways and
 * measured. Neither class is kept or run.
 *
 * <p>Without means: no charge of fuel, no check at entries, heads of loops and behind calls, no fuel that is handed back, nothing that
 * writes a frame where a guest could come to rest; around functions of the host, bulk operations and allocations the operands alone are
 * written. What has another reason is in both: the limit of the stack, traps, what is left to the interpreter because there is no
 * method for it; and the parameter for the fuel, which takes one byte in each call. The methods that begin at heads of loops are in
 * neither, since they are made only where guests are found to rest; nor are those of {@link Leaving}, which all modules share.
 *
 * @param without the bytes without, or null if there is no such class
 * @param with the bytes with all of it, or null if there is no such class
 * @param refusal why the function stays with the interpreter, or null if it does not
 */
public record CodeSize(
        @Nullable Bytes without,
        @Nullable Bytes with,
        @Nullable String refusal) {
    private static final int WHOLE = -1;

    /**
     * Bytes of bytecode.
     *
     * @param method those of the method for the function, or of its parts if it takes more than one
     * @param beside those of the methods that belong to it: the way in from a written frame, and rarely run parts
     */
    public record Bytes(int method, int beside) {
        public int all() {
            return method + beside;
        }
    }

    /** Measures a function that a module defines, by its index. */
    public static CodeSize of(ValidModule module, int function, Liveness liveness) {
        try {
            Bytes with = measure(module, function, liveness, Metering.WRITTEN);
            return new CodeSize(measure(module, function, liveness, Metering.LEFT_OUT), with, null);
        } catch (TooLargeException tooLarge) {
            return new CodeSize(null, null, tooLarge.getMessage());
        }
    }

    private static Bytes measure(ValidModule module, int function, Liveness liveness, Metering metering)
            throws TooLargeException {
        byte[] bytes =
                FunctionCompiler.compile(module, function, liveness, WHOLE, CompileBudget.MOST_METHOD_BYTES, metering);
        int all = 0;
        for (MethodModel each : ClassFile.of().parse(bytes).methods()) {
            all += each.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
        }
        int methods = FunctionCompiler.codeBytes(bytes);
        return new Bytes(methods, all - methods);
    }
}
