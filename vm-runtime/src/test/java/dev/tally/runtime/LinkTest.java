package dev.tally.runtime;

import static dev.tally.runtime.Guests.runInt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.LinkException;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a module imports, and what it is given. */
final class LinkTest {
    private static final FunctionType FUNCTION =
            FunctionType.of(ValueType.I32, ValueType.I64).returning(ValueType.F32);

    private static Imports.Builder allButFunction() {
        return Imports.builder()
                .global("host", "constant", ValueType.I64, 7L)
                .mutableGlobal("host", "variable", ValueType.I32, 100)
                .memory("host", "memory", 2, 8);
    }

    private static Imports.Builder all() {
        return allButFunction().leaf("host", "function", FUNCTION, call -> {});
    }

    private static void assertLinkFails(Imports.Builder imports, String message) {
        assertLinkFails(() -> Guests.spawn("imports", imports.build()), message);
    }

    private static void assertLinkFails(ThrowingCallable spawn, String message) {
        assertThatThrownBy(spawn).isInstanceOf(LinkException.class).hasMessage(message);
    }

    // What does not fit.

    @Test
    void missing_import_names_module_field_and_type() {
        assertLinkFails(allButFunction(), "unknown import: \"host\" \"function\", wanted func [i32 i64] -> [f32]");
        assertThatThrownBy(() -> Guests.spawn("imports", allButFunction().build()))
                .isInstanceOfSatisfying(LinkException.class, failure -> {
                    assertThat(failure.module()).isEqualTo("host");
                    assertThat(failure.field()).isEqualTo("function");
                });
    }

    @Test
    void function_of_another_type_names_both() {
        assertLinkFails(
                allButFunction().leaf("host", "function", FunctionType.of(ValueType.I32), call -> {}),
                "incompatible import type: \"host\" \"function\", wanted func [i32 i64] -> [f32],"
                        + " given func [i32] -> []");
    }

    @Test
    void something_else_than_a_function_names_both() {
        assertLinkFails(
                allButFunction().memory("host", "function", 1, 2),
                "incompatible import type: \"host\" \"function\", wanted func [i32 i64] -> [f32],"
                        + " given memory 1..2");
    }

    @Test
    void global_must_have_the_type_and_the_mutability() {
        assertLinkFails(
                base().global("host", "constant", ValueType.I32, 7)
                        .mutableGlobal("host", "variable", ValueType.I32, 100)
                        .memory("host", "memory", 2, 8),
                "incompatible import type: \"host\" \"constant\", wanted global i64, given global i32");
        assertLinkFails(
                base().global("host", "constant", ValueType.I64, 7L)
                        .global("host", "variable", ValueType.I32, 100)
                        .memory("host", "memory", 2, 8),
                "incompatible import type: \"host\" \"variable\", wanted global (mut i32), given global i32");
    }

    @Test
    void memory_must_be_large_enough_and_not_too_large() {
        Imports.Builder tooSmall = base().global("host", "constant", ValueType.I64, 7L)
                .mutableGlobal("host", "variable", ValueType.I32, 100)
                .memory("host", "memory", 1, 8);
        assertLinkFails(
                tooSmall, "incompatible import type: \"host\" \"memory\", wanted memory 2..8, given memory 1..8");
        assertLinkFails(
                () -> Guests.spawn(
                        "needy",
                        Imports.builder()
                                .module("provider", Guests.module("provider"))
                                .build()),
                "incompatible import type: \"provider\" \"memory\", wanted memory 1..2, given memory 1..3");
    }

    private static Imports.Builder base() {
        return Imports.builder().leaf("host", "function", FUNCTION, call -> {});
    }

    @Test
    void module_that_lacks_the_field_is_as_good_as_none() {
        assertLinkFails(
                () -> Guests.spawn(
                        "consumer",
                        Imports.builder()
                                .module("provider", Guests.module("big"))
                                .build()),
                "unknown import: \"provider\" \"next\", wanted func [] -> [i32]");
    }

    @Test
    void value_of_a_global_must_be_of_its_type() {
        assertThatThrownBy(() -> Guests.spawn(
                        "imports",
                        base().global("host", "constant", ValueType.I64, "seven")
                                .mutableGlobal("host", "variable", ValueType.I32, 100)
                                .memory("host", "memory", 2, 8)
                                .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("global constant has type i64, which String seven is not");
    }

    @Test
    void name_that_is_given_twice_is_refused() {
        assertThatThrownBy(() -> all().global("host", "function", ValueType.I32, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is a \"host\" \"function\" already");
        assertThatThrownBy(() ->
                        Imports.builder().module("m", Guests.module("provider")).module("m", Guests.module("consumer")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is a module \"m\" already");
    }

    @Test
    void memory_that_cannot_be_is_refused_when_it_is_given() {
        assertThatThrownBy(() -> Imports.builder().memory("host", "memory", -1, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Imports.builder().memory("host", "memory", 3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a memory of 3 pages at first cannot have 2 at most");
    }

    @Test
    void table_must_be_large_enough_and_not_too_large() {
        assertThatThrownBy(() -> Guests.spawn(
                        "needy_of_tables",
                        Imports.builder()
                                .module("provider", Guests.module("provider"))
                                .build()))
                .isInstanceOf(LinkException.class)
                .hasMessage(
                        "incompatible import type: \"provider\" \"table\", wanted table 3..4 funcref, given table 2..4"
                                + " funcref");
    }

    // What fits.

    @Test
    void guests_of_the_same_imports_have_globals_and_memories_of_their_own() {
        Imports imports = all().build();
        Guest first = Guests.spawn("imports", imports);
        Guest second = Guests.spawn("imports", imports);
        assertThat(runInt(first, "count")).isEqualTo(101);
        assertThat(runInt(first, "count")).isEqualTo(102);
        first.memory("memory").setInt(0, 5);
        assertThat(runInt(second, "count")).isEqualTo(101);
        assertThat(second.memory("memory").getInt(0)).isZero();
        assertThat(Guests.run(first, "constant")).isEqualTo(TickOutcome.RETURNED);
        assertThat(first.resultLong(0)).isEqualTo(7);
    }

    @Test
    void modules_in_one_guest_share_functions_memory_table_and_globals() {
        Guest guest = Guests.spawn(
                "consumer",
                Imports.builder().module("provider", Guests.module("provider")).build());
        assertThat(runInt(guest, "sum")).isEqualTo(41 + 42 + 42);
        assertThat(runInt(guest, "next_of_provider")).isEqualTo(43);
        assertThat(runInt(guest, "letter")).isEqualTo('p');
        assertThat(guest.memory("memory").readUtf8(8, 8)).isEqualTo("provided");
    }

    @Test
    void module_comes_before_those_that_import_from_it() {
        Imports forwards = Imports.builder()
                .module("provider", Guests.module("provider"))
                .module("consumer", Guests.module("consumer"))
                .build();
        assertThat(Guests.spawn("big", forwards).instantiating()).isTrue();
        Imports backwards = Imports.builder()
                .module("consumer", Guests.module("consumer"))
                .module("provider", Guests.module("provider"))
                .build();
        assertLinkFails(
                () -> Guests.spawn("big", backwards), "unknown import: \"provider\" \"next\", wanted func [] -> [i32]");
    }

    @Test
    void imports_per_guest_are_made_anew_for_each() {
        AtomicInteger made = new AtomicInteger();
        Imports imports = allButFunction()
                .perGuest(own -> {
                    int number = made.incrementAndGet();
                    own.leaf("host", "function", FUNCTION, call -> {});
                    own.perGuest(nested -> nested.global("extra", "number", ValueType.I32, number));
                })
                .build();
        assertThat(made).as("before any guest is spawned").hasValue(0);
        Guests.spawn("imports", imports);
        Guests.spawn("imports", imports);
        assertThat(made).hasValue(2);
    }

    @Test
    void import_per_guest_that_was_given_to_all_is_refused_at_spawn() {
        Imports imports = all().perGuest(own -> own.leaf("host", "function", FUNCTION, call -> {}))
                .build();
        assertThatThrownBy(() -> Guests.spawn("imports", imports))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is a \"host\" \"function\" already");
    }

    @Test
    void module_tells_its_imports_and_exports_in_the_words_of_the_specification() {
        assertThat(Guests.module("imports").imports())
                .containsExactly(
                        new Module.Import("host", "function", "func [i32 i64] -> [f32]"),
                        new Module.Import("host", "constant", "global i64"),
                        new Module.Import("host", "variable", "global (mut i32)"),
                        new Module.Import("host", "memory", "memory 2..8"));
        assertThat(Guests.module("provider").exports())
                .containsExactly(
                        new Module.Export("memory", "memory 1..3"),
                        new Module.Export("table", "table 2..4 funcref"),
                        new Module.Export("counter", "global (mut i32)"),
                        new Module.Export("next", "func [] -> [i32]"));
    }
}
