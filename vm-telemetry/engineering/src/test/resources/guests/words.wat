;; Builds strings frame by frame, as many as it is told, and yields after each frame.
;;
;; A string takes 8 bytes of header and 2 for each UTF-16 unit, rounded up to 8. The constants "score: " and "points" take
;; 24 bytes each, and the first frame that builds anything materialises both; together they are 13 units and take 40 bytes,
;; 26 of which are copied.
(module
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "tally" "yield" (func $yield))
  (import "'" "score: " (global $score (ref extern)))
  (import "'" "points" (global $points (ref extern)))

  ;; One frame, without a yield.
  (func $frame (export "frame") (param $strings i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $strings)))
        (drop (call $concat (global.get $score) (global.get $points)))
        (local.set $strings (i32.sub (local.get $strings) (i32.const 1)))
        (br $next))))

  ;; So many strings in every frame.
  (func (export "steady") (param $strings i32)
    (loop $next
      (call $frame (local.get $strings))
      (call $yield)
      (br $next)))

  ;; One string in every frame whose number, counted from 1, is a multiple of `period`, and in none of the others.
  (func (export "now_and_then") (param $period i32)
    (local $frame i32)
    (loop $next
      (local.set $frame (i32.add (local.get $frame) (i32.const 1)))
      (call $frame (i32.eqz (i32.rem_u (local.get $frame) (local.get $period))))
      (call $yield)
      (br $next)))

  ;; One string in each of the first frames, and none later.
  (func (export "at_first") (param $frames i32)
    (loop $next
      (call $frame (i32.gt_s (local.get $frames) (i32.const 0)))
      (local.set $frames (i32.sub (local.get $frames) (i32.const 1)))
      (call $yield)
      (br $next)))

  ;; Works and never yields.
  (func (export "spin")
    (loop $next
      (br $next)))

  (func (export "trap")
    (unreachable)))
