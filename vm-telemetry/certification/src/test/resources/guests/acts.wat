;; One export for each way in which a call can go.
(module
  (import "tally" "yield" (func $yield))
  (memory (export "memory") 1)
  (global $frames (export "frames_done") (mut i32) (i32.const 0))
  (data (i32.const 0) "\01\02\03\04")

  ;; The numbers below n, added up.
  (func $sum (export "sum") (param $n i32) (result i32)
    (local $total i32)
    (loop $next
      (if (local.get $n)
        (then
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (local.set $total (i32.add (local.get $total) (local.get $n)))
          (br $next))))
    (local.get $total))

  ;; Frames of work with a yield behind each.
  (func (export "frames") (param $n i32)
    (loop $next
      (i32.store (i32.const 8) (call $sum (i32.const 100)))
      (global.set $frames (i32.add (global.get $frames) (i32.const 1)))
      (call $yield)
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $next (local.get $n))))

  (func (export "trap") (param $n i32)
    (drop (call $sum (local.get $n)))
    (unreachable))

  (func $recurse (export "recurse") (param $n i32) (result i32)
    (i32.add (call $recurse (i32.add (local.get $n) (i32.const 1))) (i32.const 1)))

  (func (export "values") (result i32 i64 f32 f64)
    (i32.const -1)
    (i64.const -9223372036854775808)
    (f32.const 1.5)
    (f64.const nan:0x8000000000001))

  (func (export "grow") (param $pages i32) (result i32)
    (memory.grow (local.get $pages)))

  (func (export "same") (param i32 i64 f32 f64 externref) (result i32 i64 f32 f64 externref)
    (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4)))
