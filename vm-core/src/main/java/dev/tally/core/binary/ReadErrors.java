package dev.tally.core.binary;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The texts of everything that reading refuses, each beginning with the specification's term. A method makes the
 * exception and never throws it: the reader's mainline says {@code throw errors.unexpectedEnd(offset)}.
 *
 * @param function the function that the errors are in, or −1
 */
record ReadErrors(int function) {
    /** Errors outside functions. */
    static final ReadErrors OUTSIDE = new ReadErrors(-1);

    /** The codes of types are integers of one byte, so a byte from here on begins an integer that is too long. */
    private static final int CONTINUED = 0x80;

    ModuleException unexpectedEnd(long offset) {
        return malformed("unexpected end", offset);
    }

    ModuleException unexpectedEndOfPart(long offset) {
        return malformed("unexpected end of section or function", offset);
    }

    ModuleException misplacedElse(long offset) {
        return malformed("END opcode expected, not an else outside the first arm of an if", offset);
    }

    ModuleException magicHeader(long offset) {
        return malformed("magic header not detected", offset);
    }

    ModuleException version(long offset) {
        return malformed("unknown binary version", offset);
    }

    ModuleException sectionId(int id, long offset) {
        return malformed("malformed section id " + id, offset);
    }

    ModuleException sectionOrder(long offset) {
        return malformed("unexpected content after last section: a section is repeated or out of order", offset);
    }

    ModuleException size(String part, long declaredEnd, long end) {
        return malformed("section size mismatch: " + part + " declared to end at byte " + declaredEnd, end);
    }

    ModuleException length(long declared, long remaining, long offset) {
        return malformed("length out of bounds: " + declared + " declared, " + remaining + " bytes remain", offset);
    }

    ModuleException integerTooLong(long offset) {
        return malformed("integer representation too long", offset);
    }

    ModuleException integerTooLarge(long offset) {
        return malformed("integer too large", offset);
    }

    ModuleException zeroByte(long offset) {
        return malformed("zero byte expected", offset);
    }

    ModuleException utf8(long offset) {
        return malformed("malformed UTF-8 encoding", offset);
    }

    ModuleException functionCounts(int declared, int bodies, long offset) {
        return malformed("function and code section have inconsistent lengths: " + declared + " and " + bodies, offset);
    }

    ModuleException dataCounts(int declared, int segments, long offset) {
        return malformed(
                "data count and data section have inconsistent lengths: " + declared + " and " + segments, offset);
    }

    ModuleException dataCountRequired(long offset) {
        return malformed("data count section required", offset);
    }

    ModuleException tooManyLocals(long count, long offset) {
        return malformed("too many locals: " + count, offset);
    }

    ModuleException unknownType(int index, long offset) {
        return new ModuleException(Kind.INVALID, "unknown type " + index, offset, function);
    }

    ModuleException nonFunctionType(int index, long offset) {
        return new ModuleException(Kind.INVALID, "non-function type " + index, offset, function);
    }

    ModuleException memoryFlags(int flags, long offset) {
        return malformed("malformed memop flags " + hex(flags), offset);
    }

    ModuleException catchClause(int code, long offset) {
        return malformed("malformed catch clause " + hex(code), offset);
    }

    ModuleException castFlags(int flags, long offset) {
        return malformed("malformed cast flags " + hex(flags), offset);
    }

    ModuleException opcode(int code, long offset) {
        return refused("illegal opcode " + Integer.toHexString(code), Feature.ofOpcode(code), "opcode", code, offset);
    }

    ModuleException opcode(int prefix, int subCode, long offset) {
        return malformed("illegal opcode " + Integer.toHexString(prefix) + " " + Integer.toHexString(subCode), offset);
    }

    ModuleException valueType(int code, long offset) {
        return type("malformed value type ", code, offset);
    }

    ModuleException referenceType(int code, long offset) {
        return type("malformed reference type ", code, offset);
    }

    ModuleException heapType(int code, long offset) {
        return type("malformed heap type ", code, offset);
    }

    private ModuleException type(String term, int code, long offset) {
        return code >= CONTINUED
                ? integerTooLong(offset)
                : refused(term + hex(code), Feature.ofType(code), "type", code, offset);
    }

    ModuleException heapType(long offset) {
        return malformed("malformed heap type", offset);
    }

    ModuleException blockType(long offset) {
        return malformed("malformed block type", offset);
    }

    ModuleException definedType(int code, long offset) {
        return code >= CONTINUED ? integerTooLong(offset) : malformed("malformed definition type " + hex(code), offset);
    }

    ModuleException sizeFlags(int flags, long offset) {
        return refused(
                "malformed limits flags " + hex(flags), Feature.ofSizeFlags(flags), "limits flags", flags, offset);
    }

    ModuleException mutability(int code, long offset) {
        return malformed("malformed mutability " + hex(code), offset);
    }

    ModuleException importKind(int code, long offset) {
        return malformed("malformed import kind " + hex(code), offset);
    }

    ModuleException exportKind(int code, long offset) {
        return malformed("malformed export kind " + hex(code), offset);
    }

    ModuleException elementSegmentKind(int code, long offset) {
        return malformed("malformed elements segment kind " + Integer.toUnsignedString(code), offset);
    }

    ModuleException elementKind(int code, long offset) {
        return malformed("malformed element kind " + hex(code), offset);
    }

    ModuleException dataSegmentKind(int code, long offset) {
        return malformed("malformed data segment kind " + Integer.toUnsignedString(code), offset);
    }

    ModuleException limit(String name, long actual, long allowed, long offset) {
        return new ModuleException(Kind.LIMIT, name + " " + actual + " exceeds " + allowed, offset, function);
    }

    private ModuleException refused(String malformed, @Nullable Feature feature, String what, int code, long offset) {
        return feature == null ? malformed(malformed, offset) : unsupported(feature, what + " " + hex(code), offset);
    }

    private ModuleException unsupported(Feature feature, String what, long offset) {
        return new ModuleException(Kind.UNSUPPORTED, feature + " (" + what + ")", offset, function);
    }

    private ModuleException malformed(String reason, long offset) {
        return new ModuleException(Kind.MALFORMED, reason, offset, function);
    }

    private static String hex(int code) {
        return "0x" + Integer.toHexString(code);
    }
}
