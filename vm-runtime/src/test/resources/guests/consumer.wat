;; Uses what another module offers, and offers some of it on.
(module
  (import "provider" "next" (func $next (result i32)))
  (import "provider" "memory" (memory 1 3))
  (import "provider" "table" (table $table 1 8 funcref))
  (import "provider" "counter" (global $counter (mut i32)))
  (type $int (func (result i32)))

  (export "memory" (memory 0))
  (export "next_of_provider" (func $next))

  (func $sum (export "sum") (result i32)
    (i32.add
      (call $next)
      (i32.add (call_indirect $table (type $int) (i32.const 1)) (global.get $counter))))

  (func $letter (export "letter") (result i32)
    (i32.load8_u (i32.const 8))))
