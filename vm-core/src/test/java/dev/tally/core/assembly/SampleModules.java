package dev.tally.core.assembly;

import static dev.tally.core.type.ValueType.EXTERNREF;
import static dev.tally.core.type.ValueType.F32;
import static dev.tally.core.type.ValueType.F64;
import static dev.tally.core.type.ValueType.FUNCREF;
import static dev.tally.core.type.ValueType.I32;
import static dev.tally.core.type.ValueType.I64;

import dev.tally.core.isa.Opcode;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.Arrays;
import java.util.List;

/** Valid modules that together use every feature of the reader and the validator. */
public final class SampleModules {
    private SampleModules() {}

    public static List<byte[]> all() {
        return List.of(
                everySection(),
                everyOpcode(),
                control(),
                references(),
                types(),
                wide(),
                objects(),
                exceptions(),
                ModuleBuilder.ofSections());
    }

    /** Every section, every form of imports, exports and segments, custom sections and names. */
    public static byte[] everySection() {
        return new ModuleBuilder()
                .type(FunctionType.of())
                .type(FunctionType.of(I32, I64).returning(F64, F32))
                .type(FunctionType.of(FUNCREF, EXTERNREF).returning(FUNCREF.nonNull()))
                .imported("host", "function", 0x00, 0x01)
                .imported("host", "table", 0x01, 0x70, 0x01, 0x00, 0x10)
                .imported("host", "global", 0x03, 0x7F, 0x00)
                .imported("é😀", "", 0x03, 0x6F, 0x01)
                .function(0, "i32 i32 i64 f32 f64 funcref externref", "nop")
                .function(0, "i32.const 0; i32.const 1; i32.const 2; memory.init 1 0; data.drop 0; elem.drop 2")
                .table(EXTERNREF, 3)
                .entry(Section.TABLE, 0x40, 0x00, 0x64, 0x70, 0x01, 0x02, 0x05, 0xD2, 0x00, 0x0B)
                .entry(Section.MEMORY, 0x01, 0x01, 0x80, 0x02)
                .global(I32, false, "i32.const -7; global.get 0; i32.mul")
                .global(I64, true, "i64.const 40; i64.const 2; i64.add")
                .global(FUNCREF, false, "ref.func 1")
                .global(EXTERNREF, true, "ref.null extern")
                .export("function", ExternalKind.FUNCTION, 1)
                .export("table", ExternalKind.TABLE, 0)
                .export("memory", ExternalKind.MEMORY, 0)
                .export("global", ExternalKind.GLOBAL, 2)
                .start(1)
                .entry(Section.ELEMENT, 0x00, 0x41, 0x00, 0x0B, 0x02, 0x00, 0x01)
                .entry(Section.ELEMENT, 0x01, 0x00, 0x01, 0x02)
                .entry(Section.ELEMENT, 0x02, 0x00, 0x41, 0x01, 0x0B, 0x00, 0x01, 0x00)
                .entry(Section.ELEMENT, 0x03, 0x00, 0x02, 0x01, 0x02)
                .entry(Section.ELEMENT, 0x04, 0x23, 0x00, 0x0B, 0x02, 0xD2, 0x00, 0x0B, 0xD0, 0x70, 0x0B)
                .entry(Section.ELEMENT, 0x05, 0x6F, 0x01, 0xD0, 0x6F, 0x0B)
                .entry(Section.ELEMENT, 0x06, 0x01, 0x41, 0x02, 0x0B, 0x63, 0x6F, 0x01, 0xD0, 0x6F, 0x0B)
                .entry(Section.ELEMENT, 0x07, 0x64, 0x70, 0x01, 0xD2, 0x01, 0x0B)
                .dataCount(3)
                .entry(Section.DATA, 0x00, 0x41, 0x00, 0x0B, 0x03, 1, 2, 3)
                .passiveData(4, 5, 6, 7)
                .entry(Section.DATA, 0x02, 0x00, 0x41, 0x08, 0x0B, 0x00)
                .custom("note", ByteWriter.bytes(1, 2, 3))
                .custom("name", names("sample", "imported", "first", "second"))
                .build();
    }

    /** The content of a name section. */
    public static byte[] names(String module, String... functions) {
        ByteWriter names = new ByteWriter().unsigned(functions.length);
        for (int i = 0; i < functions.length; i++) {
            names.unsigned(i).name(functions[i]);
        }
        return new ByteWriter()
                .put(0)
                .vector(new ByteWriter().name(module).toByteArray())
                .put(1)
                .vector(names.toByteArray())
                .put(2)
                .vector(new byte[0])
                .toByteArray();
    }

    private static byte[] everyOpcode() {
        return OpcodePrograms.module(Arrays.stream(Opcode.values())
                        .map(OpcodePrograms::valid)
                        .toList())
                .build();
    }

    /** Blocks in blocks, with values through their labels. */
    private static byte[] control() {
        return new ModuleBuilder()
                .type(FunctionType.of(I32).returning(I32, I64))
                .type(FunctionType.of(I32, I64).returning(I64, I32))
                .function(
                        0,
                        "i32 i64",
                        "local.get 0; i64.const 5; block 1; loop 1; local.set 2; local.tee 1; local.get 2; local.get"
                                + " 1; br_if 0; local.set 2; local.set 1; local.get 2; local.get 1; end; br 0; end;"
                                + " local.set 1; drop; local.get 1; i64.const 8")
                .function(
                        0,
                        "block; block; block; local.get 0; br_table 0 1 2 1 0 2; end; i32.const 1; i64.const 1;"
                                + " return; end; i32.const 2; i64.const 2; br 1; end; unreachable; i32.add; select; br_if"
                                + " 0")
                .function(
                        0,
                        "local.get 0; i64.const -9; local.get 0; if 1; drop; drop; i64.const 2; i32.const 3; br 0; "
                                + "else; i64.eqz; drop; drop; i64.const 4; i32.const 7; end; local.set 0; drop; "
                                + "local.get 0; call 0")
                .build();
    }

    /** References that are never null, and locals that must be set before they are read. */
    private static byte[] references() {
        return new ModuleBuilder()
                .type(FunctionType.of(EXTERNREF.nonNull()).returning(EXTERNREF))
                .type(FunctionType.of())
                .entry(Section.TABLE, 0x40, 0x00, 0x70, 0x00, 0x02, 0xD2, 0x00, 0x0B)
                .function(
                        0,
                        "extern! func!",
                        "local.get 0; local.set 1; block; ref.func 0; local.tee 2; drop; local.get 1; drop; end; "
                                + "local.get 0; local.get 1; i32.const 1; select extern!")
                .function(1, "i32.const 0; ref.func 0; table.set 0; i32.const 0; table.get 0; ref.is_null; drop")
                .declared(0)
                .build();
    }

    /** Recursive groups, subtypes, structures, arrays, typed references to functions and tail calls. */
    private static byte[] types() {
        return new ModuleBuilder()
                .entry(Section.TYPE, 0x4E, 0x02, 0x60, 0x01, 0x63, 0x01, 0x00, 0x60, 0x00, 0x01, 0x63, 0x00)
                .entry(Section.TYPE, 0x50, 0x00, 0x5F, 0x02, 0x78, 0x00, 0x63, 0x02, 0x01)
                .entry(Section.TYPE, 0x4F, 0x01, 0x02, 0x5F, 0x03, 0x78, 0x00, 0x63, 0x02, 0x01, 0x7C, 0x00)
                .entry(Section.TYPE, 0x5E, 0x77, 0x01)
                .entry(Section.TYPE, 0x50, 0x00, 0x60, 0x00, 0x00)
                .entry(Section.TYPE, 0x50, 0x01, 0x05, 0x60, 0x00, 0x00)
                .entry(Section.TABLE, 0x40, 0x00, 0x63, 0x05, 0x00, 0x03, 0xD2, 0x02, 0x0B)
                .function(0, "block; local.get 0; local.get 0; br_on_null 0; call_ref 1; return_call_ref 0; end")
                .function(1, "block 0!; ref.null 0; br_on_non_null 0; unreachable; end")
                .function(
                        6,
                        "6! 3? anyref exnref",
                        "ref.func 2; local.set 0; local.get 0; call_ref 5; i32.const 1; table.get 0; ref.as_non_null; "
                                + "drop; i32.const 2; return_call_indirect 6 0")
                .function(5, "return_call 2")
                .global(type("2?"), false, "ref.null none")
                .global(type("5!"), false, "ref.func 2")
                .declared(2)
                .build();
    }

    /** A list and a tree that refer to each other, arrays of all widths, and objects made by constant expressions. */
    private static byte[] objects() {
        return new ModuleBuilder()
                .entry(
                        Section.TYPE,
                        new ByteWriter()
                                .put(0x4E, 0x03)
                                .put(0x50, 0x00, 0x5F, 0x02, 0x63, 0x01, 0x01, 0x7F, 0x00)
                                .put(0x4F, 0x01, 0x00, 0x5F, 0x03, 0x63, 0x01, 0x01, 0x7F, 0x00, 0x64, 0x02, 0x00)
                                .put(0x5E, 0x63, 0x00, 0x01)
                                .toByteArray())
                .entry(Section.TYPE, 0x5E, 0x78, 0x01)
                .entry(Section.TYPE, 0x5E, 0x77, 0x00)
                .type(FunctionType.of(new ReferenceType(true, HeapType.ANY)).returning(I32))
                .table(new ReferenceType(true, HeapType.EQ), 3)
                .function(
                        5,
                        "1? 2?",
                        "block 1!; block anyref; local.get 0; br_on_cast 1 any? 1; br_on_cast_fail 0 any? i31; "
                                + "i31.get_s; return; end; drop; i32.const 0; return; end; local.tee 1; "
                                + "ref.null 1; struct.set 0 0; local.get 1; struct.get 1 2; array.len")
                .function(
                        5,
                        "ref.null 1; i32.const 7; i32.const 2; array.new_default 2; struct.new 1; drop; i32.const 0;"
                                + " i32.const 3; array.new_data 3 0; i32.const 1; array.get_u 3; local.get 0; ref.test"
                                + " struct; i32.add; i32.const 1; i32.const 2; array.new_fixed 4 2; ref.cast 4?; i32.const"
                                + " 0; array.get_s 4; i32.add; i32.const 1; ref.i31; i32.const 0; table.get 0; ref.eq;"
                                + " i32.add")
                .global(type("0!"), true, "ref.null none; i32.const 5; struct.new 0")
                .global(type("3!"), false, "i32.const 5; i32.const 9; array.new 3")
                .global(EXTERNREF, false, "i32.const 5; ref.i31; extern.convert_any")
                .dataCount(1)
                .passiveData(1, 2, 3)
                .build();
    }

    /** Tags, every kind of catch clause, and exceptions that are thrown again. */
    private static byte[] exceptions() {
        return new ModuleBuilder()
                .type(FunctionType.of())
                .type(FunctionType.of(I32, I64))
                .type(FunctionType.of().returning(I32, I64, new ReferenceType(true, HeapType.EXN)))
                .imported("host", "tag", 0x04, 0x00, 0x00)
                .entry(Section.TAG, 0x00, 0x01)
                .function(
                        0,
                        "exnref",
                        "block; block exn!; block 2; try_table catch 0 2 catch_ref 1 0 catch_all_ref 1; i32.const 1;"
                                + " i64.const 2; throw 1; end; try_table i32 catch_all 2; throw 0; end; drop; return; end;"
                                + " local.set 0; drop; drop; local.get 0; throw_ref; end; throw_ref; end")
                .export("imported", ExternalKind.TAG, 0)
                .export("tag", ExternalKind.TAG, 1)
                .build();
    }

    /** Several memories and tables, of 32 and of 64 bits. */
    private static byte[] wide() {
        return new ModuleBuilder()
                .type(FunctionType.of())
                .imported("host", "memory", 0x02, 0x05, 0x01, 0x80, 0x80, 0x04)
                .imported("host", "table", 0x01, 0x70, 0x04, 0x00)
                .function(
                        0,
                        "i64.const 8; i64.const 9; i64.store 3 4294967297; i32.const 4; i32.const 5; i32.store8 0 1 1; "
                                + "i64.const 0; i32.const 1; i32.const 2; memory.copy 0 1; i64.const 1; memory.grow 0; "
                                + "drop; memory.size 1; i32.const 1; i32.const 2; memory.fill 1")
                .function(
                        0,
                        "i64.const 0; ref.null func; table.set 0; i64.const 0; i32.const 1; i32.const 2; "
                                + "table.copy 0 1; i64.const 0; call_indirect 0 0; "
                                + "i64.const 1; i32.const 0; i32.const 1; table.init 0 0")
                .table(FUNCREF, 3)
                .memory(1)
                .global(I64, false, "i64.const 40; i64.const 2; i64.mul")
                .entry(Section.ELEMENT, 0x02, 0x00, 0x23, 0x00, 0x0B, 0x00, 0x01, 0x00)
                .entry(Section.DATA, 0x02, 0x00, 0x42, 0x08, 0x0B, 0x01, 0x07)
                .entry(Section.DATA, 0x02, 0x01, 0x41, 0x08, 0x0B, 0x01, 0x07)
                .custom("metadata.code.branch_hint", ByteWriter.bytes(0x7F, 0x00))
                .build();
    }

    private static ValueType type(String name) {
        return Assembler.type(name);
    }
}
