package dev.tally.core.validate;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.isa.CatchClause;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.SizeRange;
import dev.tally.core.module.StorageType;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of everything that validation refuses, each beginning with the specification's term. A method makes the
 * exception and never throws it: the validator's mainline says {@code throw errors.typeMismatch(offset, …)}.
 *
 * @param function the function that the errors are in, or −1
 */
record ValidationErrors(int function) {
    /** Errors outside functions. */
    static final ValidationErrors OUTSIDE = new ValidationErrors(-1);

    /** The index spaces, by the word that the specification has for what they hold. */
    enum Space {
        TYPE("type"),
        FUNCTION("function"),
        TABLE("table"),
        MEMORY("memory"),
        GLOBAL("global"),
        LOCAL("local"),
        TAG("tag"),
        FIELD("field"),
        LABEL("label"),
        ELEMENT("elem segment"),
        DATA("data segment");

        private final String text;

        Space(String text) {
            this.text = text;
        }
    }

    ModuleException unknown(Space space, int index, long offset) {
        return invalid("unknown " + space.text + " " + index, offset);
    }

    /**
     * @param actual the operand that was found, or null when there was none
     */
    ModuleException typeMismatch(long offset, Object expected, @Nullable ValueType actual) {
        String found = actual == null ? "" : actual.toString();
        return invalid("type mismatch: instruction requires [" + expected + "] but stack has [" + found + "]", offset);
    }

    ModuleException typeMismatch(long offset, String what, Object expected, Object actual) {
        return invalid("type mismatch: " + what + " requires " + expected + " but has " + actual, offset);
    }

    ModuleException operandsLeft(long offset, int count) {
        return invalid("type mismatch: " + count + " values remain on the stack at the end of the block", offset);
    }

    ModuleException missingElse(long offset, List<ValueType> parameters, List<ValueType> results) {
        return invalid(
                "type mismatch: an if of type " + new FunctionType(parameters, results) + " requires an else", offset);
    }

    ModuleException subtype(long offset, int type, String fault) {
        return invalid("sub type " + type + " " + fault, offset);
    }

    ModuleException otherType(long offset, String wanted, int type) {
        return invalid("non-" + wanted + " type " + type, offset);
    }

    ModuleException immutableField(long offset, int field) {
        return invalid("immutable field " + field, offset);
    }

    ModuleException immutableArray(long offset, int type) {
        return invalid("immutable array of type " + type, offset);
    }

    ModuleException packing(long offset, String what, FieldType type) {
        boolean packed = type.storage() instanceof StorageType.Packed;
        return invalid(what + " is " + (packed ? "packed" : "unpacked") + ": " + type, offset);
    }

    ModuleException noDefault(long offset, int type) {
        return invalid("type " + type + " is not defaultable", offset);
    }

    ModuleException arrayTypes(long offset, FieldType destination, FieldType source) {
        return invalid("array types do not match: " + destination + " and " + source, offset);
    }

    ModuleException arrayOfReferences(long offset, FieldType element) {
        return invalid("array type is not numeric or vector: " + element, offset);
    }

    ModuleException tagResults(long offset, FunctionType type) {
        return invalid("non-empty tag result type " + type, offset);
    }

    ModuleException catchLabel(long offset, CatchClause.Kind kind, List<ValueType> values, List<ValueType> label) {
        return invalid(
                "type mismatch: a " + kind + " of values " + values + " branches to a label that takes " + label,
                offset);
    }

    ModuleException misplaced(Opcode opcode, long offset) {
        return invalid("unexpected " + opcode.mnemonic(), offset);
    }

    ModuleException labelWithoutReference(long offset, Opcode opcode) {
        return invalid("type mismatch: the label of a " + opcode.mnemonic() + " takes no reference", offset);
    }

    ModuleException labelArity(long offset, int expected, int actual) {
        return invalid("type mismatch: labels of one br_table take " + expected + " and " + actual + " values", offset);
    }

    ModuleException resultArity(long offset, int count) {
        return invalid("invalid result arity: select of " + count + " types", offset);
    }

    ModuleException alignment(long offset, int exponent, int accessBytes) {
        return invalid(
                "alignment must not be larger than natural: 2^" + exponent + " bytes for an access to " + accessBytes,
                offset);
    }

    ModuleException accessOffset(long offset, long accessOffset) {
        return invalid("offset out of range: " + Long.toUnsignedString(accessOffset), offset);
    }

    ModuleException immutableGlobal(long offset, int index) {
        return invalid("immutable global " + index, offset);
    }

    ModuleException uninitializedLocal(long offset, int index) {
        return invalid("uninitialized local " + index, offset);
    }

    ModuleException undeclaredFunction(long offset, int index) {
        return invalid("undeclared function reference " + index, offset);
    }

    ModuleException constantRequired(long offset, Opcode opcode) {
        return invalid("constant expression required, not " + opcode.mnemonic(), offset);
    }

    ModuleException duplicateExport(long offset, String name) {
        return invalid("duplicate export name \"" + name + "\"", offset);
    }

    ModuleException startType(long offset, FunctionType type) {
        return invalid("start function must be of type [] -> [], not " + type, offset);
    }

    ModuleException sizeOrder(long offset, SizeRange size) {
        return invalid(
                "size minimum must not be greater than maximum: " + Long.toUnsignedString(size.minimum()) + " and "
                        + Long.toUnsignedString(size.maximum()),
                offset);
    }

    ModuleException memorySize(long offset, String most, long pages) {
        return invalid("memory size must be at most " + most + ", not " + Long.toUnsignedString(pages), offset);
    }

    ModuleException tableSize(long offset, long elements) {
        return invalid("table size must be at most 2^32-1, not " + Long.toUnsignedString(elements), offset);
    }

    ModuleException limit(String name, long actual, long allowed, long offset) {
        return new ModuleException(Kind.LIMIT, name + " " + actual + " exceeds " + allowed, offset, function);
    }

    private ModuleException invalid(String reason, long offset) {
        return new ModuleException(Kind.INVALID, reason, offset, function);
    }
}
