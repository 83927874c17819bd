;; Strings cost one for each 8 bytes that they take with their header, and comparisons one for each 8 bytes compared;
;; the comments derive what one call costs.
(module
  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
  (import "wasm:js-string" "charCodeAt" (func $charCodeAt (param externref i32) (result i32)))
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "wasm:js-string" "substring" (func $substring (param externref i32 i32) (result (ref extern))))
  (import "wasm:js-string" "equals" (func $equals (param externref externref) (result i32)))
  (import "wasm:js-string" "compare" (func $compare (param externref externref) (result i32)))
  (import "wasm:js-string" "fromCharCode" (func $fromCharCode (param i32) (result (ref extern))))
  (import "'" "0123456789" (global $ten (ref extern)))

  (export "builtin_length" (func $length))
  (export "builtin_concat" (func $concat))

  ;; 1 for global.get, 1 for drop; the first time, the string as well
  (func (export "constant")
    (drop (global.get $ten)))

  ;; 2 for local.get and call, and nothing for the look
  (func (export "length") (param externref) (result i32)
    (call $length (local.get 0)))
  (func (export "unit") (param externref) (result i32)
    (call $charCodeAt (local.get 0) (i32.const 0)))

  ;; 4 for two operands, call and drop, and the new string
  (func (export "concat") (param externref externref)
    (drop (call $concat (local.get 0) (local.get 1))))

  ;; 5, and the new string
  (func (export "substring") (param externref i32)
    (drop (call $substring (local.get 0) (i32.const 0) (local.get 1))))

  ;; 3, and the new string of one unit
  (func (export "unit_string") (param i32)
    (drop (call $fromCharCode (local.get 0))))

  ;; 3, and the bytes of the shorter one
  (func (export "equals") (param externref externref) (result i32)
    (call $equals (local.get 0) (local.get 1)))
  (func (export "compare") (param externref externref) (result i32)
    (call $compare (local.get 0) (local.get 1))))
