;; Asks for everything that makes the JVM commit memory: pages, table elements, stack, strings.
(module
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "'" "a constant string that takes some bytes" (global $constant (ref extern)))
  (import "host" "make" (func $host_make (result externref)))
  (memory $memory (export "memory") 1 64)
  (table $table 1 10000 externref)

  (func $descend (param $levels i32) (result i32)
    (local i64 i64 i64 i64 i64 i64 i64 i64)
    (if (result i32) (i32.eqz (local.get $levels))
      (then (i32.const 0))
      (else (i32.add (i32.const 1) (call $descend (i32.sub (local.get $levels) (i32.const 1)))))))

  ;; Doubles a text so many times.
  (func $double (param $text externref) (param $times i32) (result externref)
    (loop $again
      (if (local.get $times)
        (then
          (local.set $text (call $concat (local.get $text) (local.get $text)))
          (local.set $times (i32.sub (local.get $times) (i32.const 1)))
          (br $again))))
    (local.get $text))

  (func $grow (export "grow") (result i32 i32 i32)
    (local $null externref)
    (table.set $table (i32.const 0) (global.get $constant))
    (drop (memory.grow (i32.const 3)))
    (memory.grow (i32.const 9))
    (drop (table.grow $table (local.get $null) (i32.const 20)))
    (table.grow $table (global.get $constant) (i32.const 4000))
    (table.set $table (i32.const 1) (call $double (global.get $constant) (i32.const 9)))
    (table.set $table (i32.const 2) (call $host_make))
    (table.set $table (i32.const 3) (call $host_make))
    (call $descend (i32.const 2000))))
