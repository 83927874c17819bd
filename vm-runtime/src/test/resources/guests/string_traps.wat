;; Traps of the string builtins and of the making of strings.
(module
  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
  (import "wasm:js-string" "charCodeAt" (func $charCodeAt (param externref i32) (result i32)))
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "'" "ab" (global $ab (ref extern)))

  (func $not_a_string (export "not_a_string") (local $null externref)
    (drop (call $length (local.get $null))))

  (func $beyond (export "beyond")
    (drop (call $charCodeAt (global.get $ab) (i32.const 2))))

  (func $join (export "join") (param $left externref) (param $right externref) (result externref)
    (call $concat (local.get $left) (local.get $right)))

  (func $too_much (export "too_much") (local $text externref)
    (local.set $text (global.get $ab))
    (loop $again
      (local.set $text (call $concat (local.get $text) (local.get $text)))
      (br $again))))
