;; Strings built: each frame puts `count` strings of 13 units together from two constants, and keeps none.
;;
;; A string takes 8 bytes of header and 2 for each UTF-16 unit, rounded up to 8:
;;
;;   "score: "          7 units    8 + 14 = 22 -> 24
;;   "points"           6 units    8 + 12 = 20 -> 24
;;   "score: points"   13 units    8 + 26 = 34 -> 40
;;
;; First frame: 2 materialisations of together 48 bytes. Every frame: `count` allocations of together 40 * count bytes,
;; and 26 * count bytes copied; so `frame 16` makes 16 objects in 640 bytes, and 1,000 such frames fit into 640,048
;; bytes.
(module
  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "tally" "yield" (func $yield))
  (import "'" "score: " (global $score (ref extern)))
  (import "'" "points" (global $points (ref extern)))

  ;; Answers the units of all the strings that it built.
  (func $frame (export "frame") (param $count i32) (result i32)
    (local $units i32)
    (loop $next
      (local.set $units
        (i32.add
          (local.get $units)
          (call $length (call $concat (global.get $score) (global.get $points)))))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $units))

  ;; Frames of 16 strings without end, a yield after each.
  (func $run (export "run")
    (loop $next
      (drop (call $frame (i32.const 16)))
      (call $yield)
      (br $next))))
