;; Strings: constants of every kind of script, numbers written digit by digit, pieces cut out and put together, strings
;; doubled to 8,192 units, comparison in the order of UTF-16 units, and what happens at every edge. `run 60` makes
;; 613 KiB of strings.
(module
  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
  (import "wasm:js-string" "charCodeAt" (func $charCodeAt (param externref i32) (result i32)))
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "wasm:js-string" "substring" (func $substring (param externref i32 i32) (result (ref extern))))
  (import "wasm:js-string" "equals" (func $equals (param externref externref) (result i32)))
  (import "wasm:js-string" "compare" (func $compare (param externref externref) (result i32)))
  (import "wasm:js-string" "fromCharCode" (func $fromCharCode (param i32) (result (ref extern))))

  (import "'" "" (global $empty (ref extern)))
  (import "'" "tick" (global $tick (ref extern)))
  (import "'" "tack" (global $tack (ref extern)))
  (import "'" "a" (global $a (ref extern)))
  (import "'" "ab" (global $ab (ref extern)))
  (import "'" "the quick brown fox jumps over the lazy dog" (global $pangram (ref extern)))
  (import "'" "Grüße, señor — naïve façade" (global $latin (ref extern)))
  (import "'" "Съешь ещё этих мягких булок" (global $cyrillic (ref extern)))
  (import "'" "いろはにほへと" (global $kana (ref extern)))
  (import "'" "𝄞 clef, 😀 face" (global $astral (ref extern)))
  (import "'" "。" (global $full_stop (ref extern)))

  (func $hash (param $text externref) (result i32)
    (local $i i32) (local $end i32) (local $sum i32)
    (local.set $end (call $length (local.get $text)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $end)))
        (local.set $sum
          (i32.add
            (i32.mul (local.get $sum) (i32.const 31))
            (call $charCodeAt (local.get $text) (local.get $i))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.get $sum))

  (func $number (param $n i32) (result (ref extern))
    (if (i32.lt_u (local.get $n) (i32.const 10))
      (then (return (call $fromCharCode (i32.add (local.get $n) (i32.const 48))))))
    (call $concat
      (call $number (i32.div_u (local.get $n) (i32.const 10)))
      (call $fromCharCode (i32.add (i32.rem_u (local.get $n) (i32.const 10)) (i32.const 48)))))

  (func $reversed (param $text externref) (result (ref extern))
    (local $i i32) (local $result (ref extern))
    (local.set $result (global.get $empty))
    (local.set $i (call $length (local.get $text)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $i)))
        (local.set $i (i32.sub (local.get $i) (i32.const 1)))
        (local.set $result
          (call $concat
            (local.get $result)
            (call $substring (local.get $text) (local.get $i) (i32.add (local.get $i) (i32.const 1)))))
        (br $next)))
    (local.get $result))

  (func $doubled (param $text externref) (param $times i32) (result externref)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $times)))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (local.set $text (call $concat (local.get $text) (local.get $text)))
        (br $next)))
    (local.get $text))

  ;; One of the constants; the first to ask for it makes it.
  (func $constant (param $which i32) (result (ref extern))
    (block $other
      (block $astral
        (block $kana
          (block $cyrillic
            (block $latin
              (block $pangram
                (br_table $pangram $latin $cyrillic $kana $astral $other (local.get $which)))
              (return (global.get $pangram)))
            (return (global.get $latin)))
          (return (global.get $cyrillic)))
        (return (global.get $kana)))
      (return (global.get $astral)))
    (global.get $full_stop))

  (func $run (export "run") (param $rounds i32) (result i32)
    (local $round i32) (local $sum i32) (local $text (ref extern)) (local $long externref)
    (loop $next
      (local.set $text (call $constant (i32.rem_u (local.get $round) (i32.const 6))))
      (local.set $text
        (call $concat
          (call $concat (local.get $text) (call $number (i32.mul (local.get $round) (i32.const 2654435761))))
          (select (result (ref extern))
            (global.get $tick)
            (global.get $tack)
            (i32.and (local.get $round) (i32.const 1)))))
      (local.set $sum
        (i32.add
          (i32.mul (local.get $sum) (i32.const 31))
          (call $hash (call $reversed (local.get $text)))))
      (local.set $sum
        (i32.add
          (i32.mul (local.get $sum) (i32.const 31))
          (call $compare (local.get $text) (call $constant (i32.rem_u (local.get $sum) (i32.const 6))))))
      (if (i32.eqz (i32.and (local.get $round) (i32.const 7)))
        (then
          ;; 4 * 2^11 units, and a piece from its middle that must equal another way to make it.
          (local.set $long (call $doubled (global.get $tick) (i32.const 11)))
          (local.set $sum
            (i32.add
              (i32.mul (local.get $sum) (i32.const 31))
              (i32.add
                (call $hash (local.get $long))
                (call $equals
                  (call $substring (local.get $long) (i32.const 4) (i32.const 4100))
                  (call $doubled (global.get $tick) (i32.const 10))))))))
      (br_if $next
        (i32.lt_u (local.tee $round (i32.add (local.get $round) (i32.const 1))) (local.get $rounds))))
    (local.get $sum))

  ;; Length and hash of a constant.
  (func $constant_hash (export "constant_hash") (param $which i32) (result i32)
    (i32.add
      (i32.mul (call $length (call $constant (local.get $which))) (i32.const 1000000007))
      (call $hash (call $constant (local.get $which)))))

  ;; The edges of substring, whose bounds are unsigned: the hash of what `tick` leaves.
  (func $cut (export "cut") (param $from i32) (param $to i32) (result i32)
    (call $hash (call $substring (global.get $tick) (local.get $from) (local.get $to))))

  (func $comparisons (export "comparisons") (result i32 i32 i32 i32 i32 i32)
    (call $compare (global.get $a) (global.get $ab))
    (call $compare (global.get $ab) (global.get $a))
    (call $compare (call $concat (global.get $a) (global.get $empty)) (global.get $a))
    (call $compare (global.get $empty) (global.get $a))
    (call $compare (global.get $full_stop) (global.get $astral))
    (call $compare (global.get $tick) (global.get $tack)))

  (func $equalities (export "equalities") (result i32 i32 i32 i32 i32)
    (local $null externref)
    (call $equals (call $concat (global.get $a) (call $fromCharCode (i32.const 98))) (global.get $ab))
    (call $equals (global.get $tick) (global.get $tack))
    (call $equals (local.get $null) (local.get $null))
    (call $equals (local.get $null) (global.get $empty))
    (call $equals (global.get $empty) (call $substring (global.get $tick) (i32.const 2) (i32.const 2))))

  ;; Only the lowest 16 bits of a code count.
  (func $unit (export "unit") (param $code i32) (result i32)
    (call $charCodeAt (call $fromCharCode (local.get $code)) (i32.const 0)))

  (func $code_at (export "code_at") (param $i i32) (result i32)
    (call $charCodeAt (global.get $astral) (local.get $i)))
  (func $length_of_null (export "length_of_null") (result i32)
    (local $null externref)
    (call $length (local.get $null)))
  (func $concat_with_null (export "concat_with_null") (result i32)
    (local $null externref)
    (call $length (call $concat (global.get $tick) (local.get $null))))
  (func $compare_with_null (export "compare_with_null") (result i32)
    (local $null externref)
    (call $compare (local.get $null) (global.get $tick))))
