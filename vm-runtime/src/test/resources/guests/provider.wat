;; Offers one of everything to other modules.
(module
  (memory (export "memory") 1 3)
  (table $table (export "table") 2 4 funcref)
  (global $counter (export "counter") (mut i32) (i32.const 40))
  (elem (table $table) (i32.const 1) func $next)
  (data (i32.const 8) "provided")

  (func $next (export "next") (result i32)
    (global.set $counter (i32.add (global.get $counter) (i32.const 1)))
    (global.get $counter)))
