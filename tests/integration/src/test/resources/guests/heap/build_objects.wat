;; Objects built: each frame makes `count` of each kind, and keeps none but the last array, in which there are references.
;;
;; An object takes 8 bytes of header and its fields, each at a multiple of its size, together rounded up to 8:
;;
;;   struct of i32 and i64      8 + 4 + (4) + 8 = 24
;;   array of 5 bytes           8 + 5           = 13 -> 16
;;   array of 2 references      8 + 2 * 4       = 16
;;   3 numbers of a segment     8 + 3 * 4       = 20 -> 24
;;   exception with an i32      8 + 4           = 12 -> 16
;;
;; Every frame: `count` structs of together 24 * count bytes; 2 * count arrays, 32 * count bytes; `count` literals, 24 *
;; count bytes, 12 of each copied; `count` exceptions of together 16 * count bytes.
(module
  (type $pair (struct (field $small i32) (field $wide i64)))
  (type $bytes (array (mut i8)))
  (type $pairs (array (mut (ref null $pair))))
  (type $numbers (array i32))
  (import "tally" "yield" (func $yield))
  (tag $count (param i32))
  (data $numbers "\01\00\00\00\02\00\00\00\03\00\00\00")
  (global $kept (mut (ref null $pairs)) (ref.null none))

  (func $frame (export "frame") (param $count i32) (result i32)
    (local $sum i32) (local $pair (ref null $pair))
    (loop $next
      (local.set $pair
        (struct.new $pair (local.get $count) (i64.extend_i32_u (local.get $sum))))
      (global.set $kept
        (array.new_fixed $pairs 2
          (local.get $pair)
          (if (result (ref null $pair)) (ref.is_null (global.get $kept))
            (then (local.get $pair))
            (else (ref.null none)))))
      (local.set $sum
        (i32.add
          (local.get $sum)
          (i32.add
            (array.len (array.new_default $bytes (i32.const 5)))
            (array.get $numbers
              (array.new_data $numbers $numbers (i32.const 0) (i32.const 3))
              (i32.const 2)))))
      (local.set $sum
        (i32.add
          (local.get $sum)
          (block $caught (result i32)
            (try_table (catch $count $caught)
              (throw $count (local.get $count)))
            (unreachable))))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum))

  ;; Frames of 16 of each without end, a yield after each.
  (func $run (export "run")
    (loop $next
      (drop (call $frame (i32.const 16)))
      (call $yield)
      (br $next))))
