package dev.tally.conformance;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Module;
import java.nio.charset.StandardCharsets;

/** The module {@code spectest}, which scripts may import from: functions of the host that print nothing, and the rest. */
final class SpectestHost {
    private static final String NAME = "spectest";

    private static final String DEFINITIONS = """
        (module $spectest
          (global (export "global_i32") i32 (i32.const 666))
          (global (export "global_i64") i64 (i64.const 666))
          (global (export "global_f32") f32 (f32.const 666.6))
          (global (export "global_f64") f64 (f64.const 666.6))
          (table (export "table") 10 20 funcref)
          (table (export "table64") i64 10 20 funcref)
          (memory (export "memory") 1 2))
        """;

    private SpectestHost() {}

    static void addTo(Imports.Builder imports, Engine engine) {
        Module definitions = engine.load(BinaryWriter.write(
                TextReader.read(DEFINITIONS.getBytes(StandardCharsets.UTF_8), ModuleLimits.defaults())
                        .definition()));
        imports.module(NAME, definitions);
        print(imports, "print");
        print(imports, "print_i32", ValueType.I32);
        print(imports, "print_i64", ValueType.I64);
        print(imports, "print_f32", ValueType.F32);
        print(imports, "print_f64", ValueType.F64);
        print(imports, "print_i32_f32", ValueType.I32, ValueType.F32);
        print(imports, "print_f64_f64", ValueType.F64, ValueType.F64);
    }

    private static void print(Imports.Builder imports, String field, ValueType... parameters) {
        imports.leaf(NAME, field, FunctionType.of(parameters), call -> {});
    }
}
