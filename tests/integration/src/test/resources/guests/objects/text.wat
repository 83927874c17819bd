;; Strings and arrays of UTF-16 units: lines put together by concatenation and, beside that, in a buffer of units that
;; doubles when it is full; words turned round, code points above 0xffff taken apart and put together again. Both ways
;; have to give the same text. `run lines rounds` writes that many lines a round, of about 20 units.
(module
  (type $units (array (mut i16)))
  (type $buffer (struct (field $units (mut (ref $units))) (field $length (mut i32))))

  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
  (import "wasm:js-string" "charCodeAt" (func $charCodeAt (param externref i32) (result i32)))
  (import "wasm:js-string" "codePointAt" (func $codePointAt (param externref i32) (result i32)))
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "wasm:js-string" "substring" (func $substring (param externref i32 i32) (result (ref extern))))
  (import "wasm:js-string" "equals" (func $equals (param externref externref) (result i32)))
  (import "wasm:js-string" "test" (func $test (param externref) (result i32)))
  (import "wasm:js-string" "cast" (func $cast (param externref) (result (ref extern))))
  (import "wasm:js-string" "fromCharCode" (func $fromCharCode (param i32) (result (ref extern))))
  (import "wasm:js-string" "fromCodePoint" (func $fromCodePoint (param i32) (result (ref extern))))
  (import "wasm:js-string" "fromCharCodeArray"
    (func $fromCharCodeArray (param (ref null $units) i32 i32) (result (ref extern))))
  (import "wasm:js-string" "intoCharCodeArray"
    (func $intoCharCodeArray (param externref (ref null $units) i32) (result i32)))

  (import "'" "" (global $empty (ref extern)))
  (import "'" "line " (global $line (ref extern)))
  (import "'" ": größer als 𝄞\n" (global $rest (ref extern)))

  (global $kept (mut externref) (ref.null extern))

  (func $hash (param $text externref) (result i32)
    (local $i i32) (local $hash i32)
    (block $done
      (loop $units
        (br_if $done (i32.ge_u (local.get $i) (call $length (local.get $text))))
        (local.set $hash
          (i32.add
            (i32.mul (local.get $hash) (i32.const 31))
            (call $charCodeAt (local.get $text) (local.get $i))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $units)))
    (local.get $hash))

  (func $decimal (param $n i32) (result (ref extern))
    (local $last (ref extern))
    (local.set $last
      (call $fromCharCode (i32.add (i32.rem_u (local.get $n) (i32.const 10)) (i32.const 48))))
    (if (result (ref extern)) (i32.lt_u (local.get $n) (i32.const 10))
      (then (local.get $last))
      (else
        (call $concat
          (call $decimal (i32.div_u (local.get $n) (i32.const 10)))
          (local.get $last)))))

  ;; Puts a text behind what the buffer holds.
  (func $append (param $buffer (ref $buffer)) (param $text (ref extern))
    (local $length i32) (local $wanted i32) (local $larger (ref $units))
    (local.set $length (struct.get $buffer $length (local.get $buffer)))
    (local.set $wanted (i32.add (local.get $length) (call $length (local.get $text))))
    (if (i32.gt_u (local.get $wanted) (array.len (struct.get $buffer $units (local.get $buffer))))
      (then
        (local.set $larger
          (array.new_default $units (i32.shl (local.get $wanted) (i32.const 1))))
        (array.copy $units $units
          (local.get $larger) (i32.const 0)
          (struct.get $buffer $units (local.get $buffer)) (i32.const 0)
          (local.get $length))
        (struct.set $buffer $units (local.get $buffer) (local.get $larger))))
    (struct.set $buffer $length
      (local.get $buffer)
      (i32.add
        (local.get $length)
        (call $intoCharCodeArray
          (local.get $text)
          (struct.get $buffer $units (local.get $buffer))
          (local.get $length)))))

  ;; The text with its code points in the opposite order.
  (func $turned (param $text externref) (result (ref extern))
    (local $i i32) (local $point i32) (local $turned (ref extern))
    (local.set $turned (global.get $empty))
    (block $done
      (loop $points
        (br_if $done (i32.ge_u (local.get $i) (call $length (local.get $text))))
        (local.set $point (call $codePointAt (local.get $text) (local.get $i)))
        (local.set $turned
          (call $concat (call $fromCodePoint (local.get $point)) (local.get $turned)))
        (local.set $i
          (i32.add
            (local.get $i)
            (i32.add (i32.const 1) (i32.gt_u (local.get $point) (i32.const 0xffff)))))
        (br $points)))
    (local.get $turned))

  (func (export "run") (param $lines i32) (param $rounds i32) (result i32)
    (local $text (ref extern)) (local $line (ref extern)) (local $buffer (ref $buffer))
    (local $i i32) (local $checksum i32)
    (global.set $kept (ref.null extern))
    (loop $rounds
      (local.set $text (global.get $empty))
      (local.set $buffer (struct.new $buffer (array.new_default $units (i32.const 8)) (i32.const 0)))
      (local.set $i (i32.const 0))
      (loop $lines
        (local.set $line
          (call $concat
            (call $concat
              (global.get $line)
              (call $decimal (i32.mul (local.get $rounds) (i32.add (local.get $i) (i32.const 7)))))
            (global.get $rest)))
        (local.set $text (call $concat (local.get $text) (local.get $line)))
        (call $append (local.get $buffer) (local.get $line))
        (local.set $checksum
          (i32.add (i32.mul (local.get $checksum) (i32.const 31)) (call $hash (call $turned (local.get $line)))))
        (br_if $lines
          (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $lines))))
      (local.set $line
        (call $fromCharCodeArray
          (struct.get $buffer $units (local.get $buffer))
          (i32.const 0)
          (struct.get $buffer $length (local.get $buffer))))
      (local.set $checksum
        (i32.add
          (i32.mul (local.get $checksum) (i32.const 31))
          (i32.add
            (call $equals (local.get $line) (local.get $text))
            (call $length (local.get $line)))))
      ;; What the last round has kept, a piece of its text, is a string as long as there was a round before.
      (if (call $test (global.get $kept))
        (then
          (local.set $checksum
            (i32.xor (local.get $checksum) (call $hash (call $cast (global.get $kept)))))))
      (global.set $kept
        (call $substring
          (local.get $text)
          (local.get $rounds)
          (i32.add (local.get $rounds) (local.get $lines))))
      (br_if $rounds (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $checksum)))
