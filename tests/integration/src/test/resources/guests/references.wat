;; References as values: functions chosen at run time and passed as arguments and results, kept in locals, globals and
;; tables, compared with null, selected by type, and alive across calls and yields. Nothing here can call a reference
;; but by a table.
(module
  (type $step (func (param i64) (result i64)))
  (import "tally" "yield" (func $yield))

  (table $current 1 funcref)
  (table $queue 32 funcref)
  (table $hosts 3 externref)
  (global $favourite (mut funcref) (ref.null func))
  (global $fixed funcref (ref.func $add))
  (global $guest (mut externref) (ref.null extern))
  (elem declare func $add $multiply $rotate)

  (func $add (type $step) (i64.add (local.get 0) (i64.const 0x1234567)))
  (func $multiply (type $step) (i64.mul (local.get 0) (i64.const 0x10001)))
  (func $rotate (type $step) (i64.rotl (local.get 0) (i64.const 11)))

  (func $chosen (param $which i32) (result funcref)
    (block $none
      (block $rotate
        (block $multiply
          (block $add
            (br_table $add $multiply $rotate $none (local.get $which)))
          (return (global.get $fixed)))
        (return (ref.func $multiply)))
      (return (ref.func $rotate)))
    (ref.null func))

  ;; Two references at once, in the other order.
  (func $crossed (param $a funcref) (param $b funcref) (result funcref funcref)
    (local.get $b)
    (local.get $a))

  (func $apply (param $function funcref) (param $x i64) (result i64)
    (if (ref.is_null (local.get $function)) (then (return (i64.xor (local.get $x) (i64.const -1)))))
    (table.set $current (i32.const 0) (local.get $function))
    (call_indirect $current (type $step) (local.get $x) (i32.const 0)))

  ;; Applies the 32 functions of the queue one after the other while the queue turns by one place.
  (func $turn (param $x i64) (result i64)
    (local $i i32) (local $first funcref)
    (local.set $first (table.get $queue (i32.const 0)))
    (loop $next
      (local.set $x (call $apply (table.get $queue (local.get $i)) (local.get $x)))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 32))))
    (table.copy $queue $queue (i32.const 0) (i32.const 1) (i32.const 31))
    (table.set $queue (i32.const 31) (local.get $first))
    (local.get $x))

  (func $run (export "run") (param $rounds i32) (result i64)
    (local $x i64) (local $a funcref) (local $b funcref)
    (local.set $x (i64.const 1))
    (table.fill $queue (i32.const 0) (ref.func $add) (i32.const 32))
    (loop $next
      (local.set $a (call $chosen (i32.and (i32.wrap_i64 (i64.shr_u (local.get $x) (i64.const 7))) (i32.const 3))))
      (local.set $b (call $chosen (i32.and (i32.wrap_i64 (local.get $x)) (i32.const 3))))
      (if (i32.eqz (i32.and (local.get $rounds) (i32.const 31))) (then (call $yield)))
      (call $crossed (local.get $a) (local.get $b))
      (global.set $favourite)
      (local.set $a)
      (table.set $queue
        (i32.and (i32.wrap_i64 (local.get $x)) (i32.const 31))
        (select (result funcref) (local.get $a) (global.get $favourite) (i32.and (local.get $rounds) (i32.const 1))))
      (local.set $x (call $turn (call $apply (global.get $favourite) (local.get $x))))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $x))

  ;; The host's own references pass through a table, a global and back, with null beside them.
  (func $keep (export "keep") (param $mine externref) (result i32 i32 i32)
    (local $empty externref)
    (table.set $hosts (i32.const 1) (local.get $mine))
    (global.set $guest (table.get $hosts (i32.const 1)))
    (ref.is_null (local.get $empty))
    (ref.is_null (table.get $hosts (i32.const 2)))
    (ref.is_null (global.get $guest)))
  (func $kept (export "kept") (result externref)
    (global.get $guest)))
