package dev.tally.runtime.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.ModuleLimits;
import dev.tally.core.text.TextReader;
import dev.tally.core.validate.ValidModule;
import dev.tally.core.validate.Validator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a guest can come to rest is told for each function that a text defines, in its order. */
final class RestAnalysisTest {
    private static final String CALM = "calm";

    private static List<String> causes(String text) {
        ValidModule module = Validator.validate(
                TextReader.read(("(module " + text + ")").getBytes(StandardCharsets.UTF_8), ModuleLimits.defaults())
                        .definition(),
                ModuleLimits.defaults());
        RestAnalysis analysis = RestAnalysis.of(module);
        List<String> causes = new ArrayList<>();
        int imported = module.spaces().importedFunctions();
        for (int i = 0; i < module.definition().functions().size(); i++) {
            RestCause cause = analysis.cause(imported + i);
            causes.add(cause == null ? CALM : cause.toString());
        }
        return causes;
    }

    @Test
    void functions_without_loops_that_call_such_are_calm() {
        assertThat(causes("""
            (func $leaf (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
            (func $twice (param i32) (result i32) (call $leaf (call $leaf (local.get 0))))
            (func (export "run") (param i32) (result i32)
              (if (result i32) (local.get 0) (then (call $twice (local.get 0))) (else (i32.const 3))))
            """)).containsExactly(CALM, CALM, CALM);
    }

    @Test
    void a_loop_rests_and_so_does_whoever_calls_it() {
        assertThat(causes("""
            (func $loops (param i32) (loop (br_if 0 (local.get 0))))
            (func $calls (call $loops (i32.const 1)))
            (func $calls_that (call $calls))
            (func $beside)
            """)).containsExactly("loop", "call", "call", CALM);
    }

    @Test
    void a_loop_that_nothing_leads_back_to_is_none() {
        assertThat(causes("(func (loop (result i32) (i32.const 1)) (drop))")).containsExactly(CALM);
    }

    @Test
    void a_branch_table_can_lead_back() {
        assertThat(causes("(func (param i32) (block (loop (br_table 1 0 (local.get 0)))))"))
                .containsExactly("loop");
    }

    @Test
    void what_moves_much_grows_or_makes_something_rests() {
        assertThat(causes("""
            (memory 1) (type $s (struct (field i32)))
            (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 9)))
            (func (drop (memory.grow (i32.const 1))))
            (func (drop (struct.new_default $s)))
            (func (drop (struct.new $s (i32.const 1))))
            """)).containsExactly("bulk operation", "growth", "allocation", "allocation");
    }

    @Test
    void functions_of_the_host_may_rest() {
        assertThat(causes("""
            (import "env" "f" (func $f))
            (func $asks (call $f))
            (func $calls (call $asks))
            """)).containsExactly("host call", "call");
    }

    @Test
    void circles_of_calls_rest_and_so_does_what_leads_into_them() {
        assertThat(causes("""
            (func $self (call $self))
            (func $one (call $other))
            (func $other (call $one))
            (func $leads (call $one))
            (func $calm)
            """)).containsExactly("recursion", "recursion", "recursion", "recursion", CALM);
    }

    @Test
    void tail_calls_are_calls() {
        assertThat(causes("""
            (func $even (param i32) (return_call $odd (local.get 0)))
            (func $odd (param i32) (return_call $even (local.get 0)))
            (func $leaf)
            (func $last (return_call $leaf))
            """)).containsExactly("recursion", "recursion", CALM, CALM);
    }

    @Test
    void an_indirect_call_leads_to_the_functions_of_its_type_in_tables_alone() {
        assertThat(causes("""
            (type $a (func (param i32))) (type $b (func (param i64)))
            (table funcref (elem $loops $calm))
            (func $loops (type $a) (loop (br_if 0 (local.get 0))))
            (func $calm (type $b))
            (func $in_no_table (type $b) (loop (br 0)))
            (func $calls_a (call_indirect (type $a) (i32.const 1) (i32.const 0)))
            (func $calls_b (call_indirect (type $b) (i64.const 1) (i32.const 1)))
            """)).containsExactly("loop", CALM, "loop", "call", CALM);
    }

    @Test
    void an_indirect_call_of_its_own_type_is_a_circle() {
        assertThat(causes("""
            (type $a (func))
            (table funcref (elem $f))
            (func $f (type $a) (call_indirect (type $a) (i32.const 0)))
            """)).containsExactly("recursion");
    }

    @Test
    void a_call_by_reference_leads_to_what_code_refers_to() {
        assertThat(causes("""
            (type $a (func)) (elem declare func $loops)
            (func $loops (type $a) (loop (br 0)))
            (func $calls (call_ref $a (ref.func $loops)))
            """)).containsExactly("loop", "call");
    }

    @Test
    void functions_of_a_type_beneath_the_one_that_is_called_are_called_too() {
        assertThat(causes("""
            (type $above (sub (func))) (type $beneath (sub $above (func)))
            (table funcref (elem $loops))
            (func $loops (type $beneath) (loop (br 0)))
            (func $calls (call_indirect (type $above) (i32.const 0)))
            """)).containsExactly("loop", "call");
    }

    @Test
    void a_function_of_the_host_in_a_table_is_called_like_others() {
        assertThat(causes("""
            (import "env" "f" (func $f)) (type $a (func))
            (table funcref (elem $f))
            (func $calls (call_indirect (type $a) (i32.const 0)))
            """)).containsExactly("host call");
    }

    @Test
    void references_from_outside_may_lead_anywhere() {
        String calls = "(type $a (func)) (func $calls (call_indirect (type $a) (i32.const 0)))";
        assertThat(causes("(table 1 funcref)" + calls)).containsExactly(CALM);
        assertThat(causes("(table (export \"t\") 1 funcref)" + calls)).containsExactly("foreign call");
        assertThat(causes("(import \"env\" \"t\" (table 1 funcref))" + calls)).containsExactly("foreign call");
        assertThat(causes("(table 1 funcref) (global (export \"g\") (mut funcref) (ref.null func))" + calls))
                .containsExactly("foreign call");
        assertThat(causes("(table 1 funcref) (global (export \"g\") funcref (ref.null func))" + calls))
                .containsExactly(CALM);
        assertThat(causes(calls + "(table 1 funcref) (func (export \"set\") (param funcref))"))
                .containsExactly("foreign call", CALM);
        assertThat(causes(calls + "(table 1 funcref) (func (export \"set\") (param externref))"))
                .containsExactly(CALM, CALM);
        assertThat(causes(calls + "(type $s (struct)) (table 1 funcref) (func (export \"set\") (param externref))"))
                .as("what comes from outside may be an object that has functions")
                .containsExactly("foreign call", CALM);
    }

    @Test
    void who_throws_rests_and_so_does_who_catches_it() {
        assertThat(causes("""
            (tag $t)
            (func $throws (throw $t))
            (func $catches (block $h (try_table (catch $t $h) (call $throws))))
            (func $tries_in_vain (block $h (try_table (catch_all $h) (call $calm))))
            (func $calm)
            """)).containsExactly("exception", "call", CALM, CALM);
    }

    @Test
    void a_path_longer_than_checks_may_be_apart_rests() {
        String calls = "(call $a)".repeat(16);
        assertThat(causes("(func $z (param i32) (drop (i32.add (i32.const 1) (i32.const 2))))"
                        + "(func $a (call $z (i32.const 0)))"
                        + "(func $b " + calls + ")"
                        + "(func $c " + calls.replace("$a", "$b") + ")"
                        + "(func $d " + calls.replace("$a", "$c") + ")"))
                .as("no function loops, but each calls the one before sixteen times")
                .containsExactly(CALM, CALM, CALM, CALM, "long path");
        assertThat(causes("(func " + "(drop (i32.const 1))".repeat(3_000) + ")"))
                .containsExactly("long path");
    }

    @Test
    void what_is_called_in_one_arm_counts_once() {
        String arm = "(drop (i32.const 1))".repeat(1_500);
        assertThat(causes("(func (param i32) (if (local.get 0) (then " + arm + ") (else " + arm + ")))"))
                .containsExactly(CALM);
        assertThat(causes("(func (param i32) (if (local.get 0) (then " + arm + ")) " + arm + ")"))
                .containsExactly("long path");
    }

    @Test
    void calls_and_loops_are_counted() {
        ValidModule module = Validator.validate(
                TextReader.read("""
                    (module
                      (func $f (param i32)
                        (loop (call $f (local.get 0)) (br_if 0 (local.get 0)) (br_if 0 (local.get 0)))
                        (loop (call $f (local.get 0)))
                        (return_call $f (local.get 0))))
                    """.getBytes(StandardCharsets.UTF_8), ModuleLimits.defaults())
                        .definition(),
                ModuleLimits.defaults());
        CallSites sites = RestAnalysis.of(module).sites(0);
        assertThat(sites.calls()).isEqualTo(3);
        assertThat(sites.loops()).isEqualTo(1);
    }
}
