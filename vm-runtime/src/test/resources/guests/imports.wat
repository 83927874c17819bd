;; Asks the host for a function, globals and a memory.
(module
  (import "host" "function" (func $function (param i32 i64) (result f32)))
  (import "host" "constant" (global $constant i64))
  (import "host" "variable" (global $variable (mut i32)))
  (import "host" "memory" (memory 2 8))

  (export "memory" (memory 0))
  (export "variable" (global $variable))

  (func $constant (export "constant") (result i64)
    (global.get $constant))
  (func $count (export "count") (result i32)
    (global.set $variable (i32.add (global.get $variable) (i32.const 1)))
    (global.get $variable)))
