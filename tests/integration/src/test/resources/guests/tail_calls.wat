;; Calls in place of the caller's frame: direct, through a table and by reference, with more arguments and with fewer, to
;; functions of the host and to the end of a frame. None of these loops has a loop, and none of them grows the stack.
(module
  (import "host" "mix" (func $mix (param i32 i32) (result i32)))
  (import "host" "ask" (func $ask (param i32) (result i32)))
  (import "tally" "yield" (func $yield))

  (type $state (func (param i32 i32) (result i32)))
  (type $step (func (param i32 i64 f64 i32) (result i32 f64)))

  (table $states 4 4 (ref null $state))
  (elem (table $states) (i32.const 0) (ref null $state)
    (ref.func $turn) (ref.func $multiply) (ref.func $mix_in) (ref.func $leave))
  (elem declare func $widen $narrow)

  ;; Direct and mutual.
  (func $even (param $n i32) (result i32)
    (if (i32.eqz (local.get $n)) (then (return (i32.const 1))))
    (return_call $odd (i32.sub (local.get $n) (i32.const 1))))
  (func $odd (param $n i32) (result i32) (local i64 i64 i64)
    (if (i32.eqz (local.get $n)) (then (return (i32.const 0))))
    (return_call $even (i32.sub (local.get $n) (i32.const 1))))

  ;; A machine of states in a table: each state selects the next by the low bits of what it computed.
  (func $next (param $rounds i32) (param $value i32) (result i32)
    (if (i32.le_s (local.get $rounds) (i32.const 0)) (then (return_call $leave (i32.const 0) (local.get $value))))
    (return_call_indirect $states (type $state)
      (i32.sub (local.get $rounds) (i32.const 1))
      (local.get $value)
      (i32.rem_u (i32.shr_u (local.get $value) (i32.const 7)) (i32.const 3))))
  (func $turn (type $state)
    (return_call $next (local.get 0) (i32.rotl (local.get 1) (i32.const 5))))
  (func $multiply (type $state)
    (return_call $next (local.get 0) (i32.add (i32.mul (local.get 1) (i32.const 1664525)) (i32.const 1013904223))))
  (func $mix_in (type $state)
    (return_call $next (local.get 0) (i32.xor (local.get 1) (local.get 0))))
  (func $leave (type $state) (local.get 1))

  ;; By reference, with frames that grow and shrink in turn, and two results.
  (func $widen (type $step) (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
    (if (i32.eqz (local.get 0)) (then (return (i32.wrap_i64 (local.get 1)) (local.get 2))))
    (return_call_ref $step
      (i32.sub (local.get 0) (i32.const 1))
      (i64.add (i64.mul (local.get 1) (i64.const 31)) (i64.extend_i32_u (local.get 3)))
      (f64.add (local.get 2) (f64.const 0.5))
      (i32.wrap_i64 (local.get 1))
      (ref.func $narrow)))
  (func $narrow (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 3) (f64.neg (local.get 2)))))
    (return_call_ref $step
      (i32.sub (local.get 0) (i32.const 1))
      (i64.xor (local.get 1) (i64.shr_u (local.get 1) (i64.const 7)))
      (local.get 2)
      (local.get 0)
      (ref.func $widen)))

  ;; Functions of the host in tail position, with frames below that go on.
  (func $mixed (param i32 i32) (result i32) (return_call $mix (local.get 0) (local.get 1)))
  (func $asked (param i32) (result i32) (return_call $ask (call $mixed (local.get 0) (i32.const 7))))
  (func $rest (return_call $yield))

  (func (export "run") (param $n i32) (result i32) (local $sum i32)
    (local.set $sum (call $even (local.get $n)))
    (local.set $sum (i32.add (local.get $sum) (call $next (local.get $n) (local.get $sum))))
    (call $widen (local.get $n) (i64.const 1) (f64.const 0) (i32.const 1))
    (i32.trunc_f64_s)
    (i32.add)
    (i32.add (local.get $sum)))
  (func (export "hosts") (param $n i32) (result i32) (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (local.get $sum) (call $asked (local.get $n))))
      (call $rest)
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "beyond") (result i32)
    (return_call_indirect $states (type $state) (i32.const 1) (i32.const 1) (i32.const 4)))
  (func $nothing (export "nothing") (result i32)
    (return_call_ref $state (i32.const 1) (i32.const 1) (ref.null $state))))
