;; Speaks two sentences per frame. Each frame first reads the whole vocabulary, then builds new strings from it, keeps
;; the last one and yields.
;;
;; A string takes 8 bytes of header and 2 for each UTF-16 unit, rounded up to 8.
;;
;;   The first frame materialises 14 constants in 288 bytes:
;;     "the "                4 units              16
;;     4 animals             3 units   4 x 16     64
;;     4 verbs               6 units   4 x 24     96
;;     4 times of day        8 units   4 x 24     96
;;     ". "                  2 units              16
;;
;;   Every frame builds 9 strings in 456 bytes:
;;     "the fox"             7 units   2 x 24     48
;;     "the fox jumps"      13 units   2 x 40     80
;;     "… at dawn"          21 units   2 x 56    112
;;     "… at dawn. "        23 units   2 x 56    112
;;     both sentences       46 units             104
;;
;; 600 frames: 273,888 bytes with the constants, well below 1 MiB.
(module
  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "tally" "yield" (func $yield))
  (import "'" "the " (global $the (ref extern)))
  (import "'" "fox" (global $fox (ref extern)))
  (import "'" "cat" (global $cat (ref extern)))
  (import "'" "owl" (global $owl (ref extern)))
  (import "'" "hen" (global $hen (ref extern)))
  (import "'" " jumps" (global $jumps (ref extern)))
  (import "'" " walks" (global $walks (ref extern)))
  (import "'" " sings" (global $sings (ref extern)))
  (import "'" " hides" (global $hides (ref extern)))
  (import "'" " at dawn" (global $at_dawn (ref extern)))
  (import "'" " at noon" (global $at_noon (ref extern)))
  (import "'" " at dusk" (global $at_dusk (ref extern)))
  (import "'" " by moon" (global $by_moon (ref extern)))
  (import "'" ". " (global $stop (ref extern)))

  (table $spoken (export "spoken") 1 externref)
  (global $frames (export "frames") (mut i32) (i32.const 0))
  (global $units (export "units") (mut i32) (i32.const 0))

  (func $animal (param $which i32) (result (ref extern))
    (block $hen
      (block $owl
        (block $cat
          (block $fox
            (br_table $fox $cat $owl $hen (i32.and (local.get $which) (i32.const 3))))
          (return (global.get $fox)))
        (return (global.get $cat)))
      (return (global.get $owl)))
    (global.get $hen))

  (func $verb (param $which i32) (result (ref extern))
    (block $hides
      (block $sings
        (block $walks
          (block $jumps
            (br_table $jumps $walks $sings $hides (i32.and (local.get $which) (i32.const 3))))
          (return (global.get $jumps)))
        (return (global.get $walks)))
      (return (global.get $sings)))
    (global.get $hides))

  (func $time (param $which i32) (result (ref extern))
    (block $moon
      (block $dusk
        (block $noon
          (block $dawn
            (br_table $dawn $noon $dusk $moon (i32.and (local.get $which) (i32.const 3))))
          (return (global.get $at_dawn)))
        (return (global.get $at_noon)))
      (return (global.get $at_dusk)))
    (global.get $by_moon))

  ;; The units of all words together.
  (func $vocabulary (result i32)
    (local $which i32) (local $sum i32)
    (local.set $sum (i32.add (call $length (global.get $the)) (call $length (global.get $stop))))
    (loop $next
      (local.set $sum
        (i32.add
          (i32.add (local.get $sum) (call $length (call $animal (local.get $which))))
          (i32.add
            (call $length (call $verb (local.get $which)))
            (call $length (call $time (local.get $which))))))
      (br_if $next
        (i32.lt_u (local.tee $which (i32.add (local.get $which) (i32.const 1))) (i32.const 4))))
    (local.get $sum))

  ;; One of 64 sentences.
  (func $sentence (param $which i32) (result (ref extern))
    (call $concat
      (call $concat
        (call $concat
          (call $concat (global.get $the) (call $animal (local.get $which)))
          (call $verb (i32.shr_u (local.get $which) (i32.const 2))))
        (call $time (i32.shr_u (local.get $which) (i32.const 4))))
      (global.get $stop)))

  (func $frame (export "frame")
    (global.set $frames (i32.add (global.get $frames) (i32.const 1)))
    (global.set $units (call $vocabulary))
    (table.set $spoken
      (i32.const 0)
      (call $concat
        (call $sentence (i32.mul (global.get $frames) (i32.const 27)))
        (call $sentence (i32.mul (global.get $frames) (i32.const 45))))))

  (func $run (export "run")
    (loop $again
      (call $frame)
      (call $yield)
      (br $again))))
