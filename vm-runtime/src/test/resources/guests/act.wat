;; Calls a function of the host from several places, and offers functions that the host may have called in return.
(module
  (import "host" "act" (func $host_act (param i32) (result i32)))
  (import "tally" "yield" (func $yield))

  (memory (export "memory") 1 2)
  (table (export "table") 1 1 funcref)
  (elem (i32.const 0) $host_act)
  (global $state (export "state") (mut i32) (i32.const 0))
  (global (export "fixed") i32 (i32.const 3))
  (type $int_to_int (func (param i32) (result i32)))

  (export "host_act" (func $host_act))
  (export "pause" (func $yield))

  ;; What the host answers, and 1.
  (func $act (export "act") (param $x i32) (result i32)
    (i32.add (call $host_act (local.get $x)) (i32.const 1)))

  (func $act_twice (export "act_twice") (param $x i32) (result i32)
    (call $host_act (call $host_act (local.get $x))))

  (func $act_through_table (export "act_through_table") (param $x i32) (result i32)
    (call_indirect (type $int_to_int) (local.get $x) (i32.const 0)))

  (func $double (export "double") (param $x i32) (result i32)
    (i32.shl (local.get $x) (i32.const 1)))

  (func $double_late (export "double_late") (param $x i32) (result i32)
    (call $yield)
    (i32.shl (local.get $x) (i32.const 1)))

  ;; The host again, one level deeper.
  (func $deeper (export "deeper") (param $x i32) (result i32)
    (call $yield)
    (i32.add (call $host_act (i32.sub (local.get $x) (i32.const 1))) (i32.const 10)))

  (func $fail (export "fail") (param $x i32) (result i32)
    (unreachable))

  (func $set_state (export "set_state") (param $x i32)
    (global.set $state (local.get $x)))

  (func $spin (export "spin")
    (loop $again (br $again)))

  (func $pair (export "pair") (param $x i32) (result i32 i64)
    (local.get $x)
    (i64.extend_i32_s (local.get $x)))

  (func $floats (export "floats") (result f32 f64)
    (f32.const 1.5)
    (f64.const -2.25))

  (func $pass (export "pass") (param i32 i64 f32 f64 externref funcref) (result i32 i64 f32 f64 externref funcref)
    (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5)))
