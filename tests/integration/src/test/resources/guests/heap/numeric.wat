;; Numbers only: each frame stirs 256 doubles in linear memory and a few globals. No frame makes an object of the arena.
(module
  (import "tally" "yield" (func $yield))
  (memory (export "memory") 1 1)
  (global $seed (mut i64) (i64.const 1))
  (global $energy (mut f64) (f64.const 0))

  (func $frame (export "frame") (result f64)
    (local $at i32)
    (global.set $energy (f64.const 0))
    (loop $next
      (global.set $seed
        (i64.add (i64.mul (global.get $seed) (i64.const 6364136223846793005)) (i64.const 1442695040888963407)))
      (f64.store (local.get $at)
        (f64.add
          (f64.mul (f64.load (local.get $at)) (f64.const 0.5))
          (f64.convert_i64_s (i64.shr_s (global.get $seed) (i64.const 40)))))
      (global.set $energy (f64.add (global.get $energy) (f64.abs (f64.load (local.get $at)))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (i32.const 2048))))
    (global.get $energy))

  ;; Frames without end, a yield after each.
  (func $run (export "run")
    (loop $next
      (drop (call $frame))
      (call $yield)
      (br $next))))
