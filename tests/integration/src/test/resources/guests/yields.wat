;; Yields from everywhere: from deep in a recursion, in the middle of an expression with operands below it, several in a
;; row, through the table, where it stands beside other functions of the host, and as the last thing that a function
;; does.
(module
  (type $nothing (func))
  (type $unary (func (param i32) (result i32)))
  (type $binary (func (param i32 i32) (result i32)))
  (import "tally" "yield" (func $yield))
  (import "host" "ask" (func $ask (type $unary)))
  (import "host" "mix" (func $mix (type $binary)))

  (table 5 funcref)
  (elem (i32.const 0) $yield $ask $mix $pause $work)

  (memory (export "memory") 1 1)

  ;; A yield that the host can call as a function of the guest.
  (export "yield_itself" (func $yield))

  (func $pause (type $nothing)
    (call $yield))

  (func $work (type $unary)
    (local $i i32)
    loop $next
      (local.set 0
        (i32.add
          (i32.mul (local.get 0) (i32.const 1664525))
          (i32.const 1013904223)))
      (i32.store (i32.and (local.get 0) (i32.const 0xfffc)) (local.get $i))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 250)))
    end
    (local.get 0))

  ;; Walks a tree of the given height and yields at its leaves.
  (func $walk (param $height i32) (param $x i32) (result i32)
    (if (result i32) (local.get $height)
      (then
        (i32.add
          (call $walk (i32.sub (local.get $height) (i32.const 1)) (i32.mul (local.get $x) (i32.const 3)))
          (call $walk (i32.sub (local.get $height) (i32.const 1)) (i32.add (local.get $x) (i32.const 1)))))
      (else
        (call $yield)
        (call $work (local.get $x)))))

  (func $amid_operands (param $x i32) (result i32)
    (local.get $x)
    (i32.const 5)
    (i64.const 6)
    (f64.const 7.5)
    (call $yield)
    (call $yield)
    i64.trunc_sat_f64_s
    i64.mul
    i32.wrap_i64
    i32.sub
    i32.xor)

  (func $through_the_table (param $x i32) (result i32)
    (call_indirect (type $nothing) (i32.const 0))
    (call_indirect (type $binary)
      (call_indirect (type $unary) (local.get $x) (i32.const 1))
      (call_indirect (type $unary) (local.get $x) (i32.const 4))
      (i32.const 2))
    (call_indirect (type $nothing) (i32.const 3)))

  (func $run (export "run") (param $rounds i32) (result i32)
    (local $sum i32)
    loop $next
      (local.set $sum
        (i32.add (i32.mul (local.get $sum) (i32.const 31)) (call $walk (i32.const 4) (local.get $rounds))))
      (local.set $sum
        (i32.add (i32.mul (local.get $sum) (i32.const 31)) (call $amid_operands (local.get $sum))))
      (local.set $sum
        (i32.add (i32.mul (local.get $sum) (i32.const 31)) (call $through_the_table (local.get $sum))))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1))))
    end
    (call $pause)
    (local.get $sum)))
