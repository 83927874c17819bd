;; The frames of the three other programs, each with a leak planted: what shows up in every 64th frame only, and in none of
;; the first 63.
;;
;;   numbers     the memory grows by one page
;;   constants   a string of 13 units is built and kept, 8 + 26 = 34 -> 40 bytes
;;   strings     17 strings of 40 bytes instead of 16
(module
  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "tally" "yield" (func $yield))
  (import "'" "score: " (global $score (ref extern)))
  (import "'" "points" (global $points (ref extern)))

  (memory 1)
  (global $frames (mut i32) (i32.const 0))
  (global $kept (mut externref) (ref.null extern))

  ;; Counts a frame and answers 1 in every 64th, 0 in all others.
  (func $due (result i32)
    (global.set $frames (i32.add (global.get $frames) (i32.const 1)))
    (i32.eqz (i32.and (global.get $frames) (i32.const 63))))

  (func $build
    (global.set $kept (call $concat (global.get $score) (global.get $points))))

  (func (export "numbers")
    (local $at i32)
    (loop $next
      (local.set $at (i32.const 0))
      (loop $more
        (f64.store (local.get $at) (f64.add (f64.load (local.get $at)) (f64.const 0.5)))
        (br_if $more (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (i32.const 2048))))
      (drop (memory.grow (call $due)))
      (call $yield)
      (br $next)))

  (func (export "constants")
    (local $more i32) (local $units i32)
    (loop $next
      (local.set $more (i32.const 16))
      (loop $again
        (local.set $units (i32.add (local.get $units) (call $length (global.get $score))))
        (br_if $again (local.tee $more (i32.sub (local.get $more) (i32.const 1)))))
      (if (call $due) (then (call $build)))
      (call $yield)
      (br $next)))

  (func (export "strings")
    (local $count i32)
    (loop $next
      (local.set $count (i32.add (i32.const 16) (call $due)))
      (loop $more
        (call $build)
        (br_if $more (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
      (call $yield)
      (br $next))))
