;; Strings at rest: they live in tables, in globals (one of them initialised from a constant while the guest is
;; instantiated), in locals across yields, host calls and calls through a table, and below calls on the operand stack.
;; Names are made, put into a table in a jumbled order, sorted by insertion and joined. `run 24` makes 249 KiB of
;; strings.
(module
  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
  (import "wasm:js-string" "charCodeAt" (func $charCodeAt (param externref i32) (result i32)))
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "wasm:js-string" "compare" (func $compare (param externref externref) (result i32)))
  (import "wasm:js-string" "fromCharCode" (func $fromCharCode (param i32) (result (ref extern))))
  (import "host" "ask" (func $ask (param i32) (result i32)))
  (import "host" "note" (func $note (param i32)))
  (import "tally" "yield" (func $yield))

  (import "'" "name-" (global $name (ref extern)))
  (import "'" ", " (global $separator (ref extern)))
  (import "'" "(none)" (global $none (ref extern)))

  (type $joiner (func (param externref externref) (result (ref extern))))

  (global $joined (mut externref) (global.get $none))
  (global $longest (mut (ref extern)) (global.get $none))

  (table $names 4 externref)
  (table $joiners 2 funcref)
  (elem (table $joiners) (i32.const 0) func $concat $join)

  (func $join (type $joiner)
    (call $concat (local.get 0) (call $concat (global.get $separator) (local.get 1))))

  (func $name_of (param $n i32) (result (ref extern))
    (call $concat
      (global.get $name)
      (call $concat
        (call $fromCharCode (i32.add (i32.const 97) (i32.rem_u (local.get $n) (i32.const 26))))
        (call $fromCharCode (i32.add (i32.const 0x3b1) (i32.rem_u (local.get $n) (i32.const 23)))))))

  ;; Fills the table with 64 names in a jumbled order; its growth is filled with a string as well.
  (func $fill (param $round i32)
    (local $i i32)
    (if (i32.lt_u (table.size $names) (i32.const 64))
      (then (drop (table.grow $names (global.get $none) (i32.sub (i32.const 64) (table.size $names))))))
    (loop $next
      (table.set $names
        (i32.and (i32.mul (local.get $i) (i32.const 37)) (i32.const 63))
        (call $name_of (i32.add (i32.mul (local.get $i) (i32.const 17)) (local.get $round))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 64)))))

  ;; Insertion sort; the name in hand waits in a local while the host is asked.
  (func $sort
    (local $i i32) (local $j i32) (local $in_hand externref)
    (local.set $i (i32.const 1))
    (loop $next
      (local.set $in_hand (table.get $names (local.get $i)))
      (if (i32.eqz (i32.and (local.get $i) (i32.const 15)))
        (then (call $note (call $ask (call $length (local.get $in_hand))))))
      (local.set $j (local.get $i))
      (block $found
        (loop $sift
          (br_if $found (i32.eqz (local.get $j)))
          (br_if $found
            (i32.le_s
              (call $compare (table.get $names (i32.sub (local.get $j) (i32.const 1))) (local.get $in_hand))
              (i32.const 0)))
          (table.set $names (local.get $j) (table.get $names (i32.sub (local.get $j) (i32.const 1))))
          (local.set $j (i32.sub (local.get $j) (i32.const 1)))
          (br $sift)))
      (table.set $names (local.get $j) (local.get $in_hand))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 64)))))

  ;; Joins the names from `from` to `to` as a tree; the left half waits on the operand stack while the right one is
  ;; made.
  (func $joined (param $from i32) (param $to i32) (result externref)
    (if (i32.eq (i32.sub (local.get $to) (local.get $from)) (i32.const 1))
      (then (return (table.get $names (local.get $from)))))
    (call_indirect $joiners (type $joiner)
      (call $joined (local.get $from) (i32.shr_u (i32.add (local.get $from) (local.get $to)) (i32.const 1)))
      (call $joined (i32.shr_u (i32.add (local.get $from) (local.get $to)) (i32.const 1)) (local.get $to))
      (i32.and (local.get $to) (i32.const 1))))

  (func $hash (param $text externref) (result i32)
    (local $i i32) (local $end i32) (local $sum i32)
    (local.set $end (call $length (local.get $text)))
    (loop $next
      (if (i32.lt_u (local.get $i) (local.get $end))
        (then
          (local.set $sum
            (i32.add
              (i32.mul (local.get $sum) (i32.const 31))
              (call $charCodeAt (local.get $text) (local.get $i))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $next))))
    (local.get $sum))

  (func $run (export "run") (param $rounds i32) (result i32)
    (local $round i32) (local $sum i32) (local $before externref) (local $null externref)
    (loop $next
      (local.set $before (global.get $joined))
      (call $fill (local.get $round))
      (call $yield)
      (call $sort)
      (global.set $joined (call $joined (i32.const 0) (i32.const 64)))
      (if (i32.gt_u (call $length (global.get $joined)) (call $length (global.get $longest)))
        (then (global.set $longest (call $concat (global.get $joined) (global.get $separator)))))
      ;; Two names in a row give way to null until the next round; nobody reads them before.
      (table.fill $names (local.get $round) (local.get $null) (i32.const 2))
      (local.set $sum
        (i32.add
          (i32.mul (local.get $sum) (i32.const 31))
          (i32.xor (call $hash (local.get $before)) (call $hash (global.get $joined)))))
      (br_if $next
        (i32.lt_u (local.tee $round (i32.add (local.get $round) (i32.const 1))) (local.get $rounds))))
    (i32.add (local.get $sum) (call $hash (global.get $longest))))

  (func $nulls (export "nulls") (result i32)
    (local $i i32) (local $nulls i32)
    (loop $next
      (local.set $nulls (i32.add (local.get $nulls) (ref.is_null (table.get $names (local.get $i)))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (table.size $names))))
    (local.get $nulls)))
