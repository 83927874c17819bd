;; One export for each kind of trap of code; each traps in $<kind>, which $below calls or which is exported itself.
(module
  (type $nothing (func))
  (type $int (func (result i32)))
  (import "host" "fail" (func $host_fail))
  (import "tally" "yield" (func $yield))
  (memory (export "memory") 1 1)
  (table $functions 4 4 funcref)
  (table $hosts 1 1 externref)
  (elem (table $functions) (i32.const 1) func $nothing)
  (global $zero (mut i32) (i32.const 0))

  (func $nothing)

  (func $unreachable (export "unreachable")
    (nop)
    (unreachable))

  (func $divide_by_zero (export "divide_by_zero")
    (drop (i32.div_s (i32.const 1) (global.get $zero))))

  (func $overflow (export "overflow")
    (drop (i32.div_s (i32.const 0x80000000) (i32.const -1))))

  (func $convert (export "convert")
    (drop (i32.trunc_f64_s (f64.const nan))))

  (func $load (export "load")
    (drop (i32.load offset=65533 (global.get $zero))))

  (func $store (export "store")
    (i64.store8 offset=0xFFFFFFFF (i32.const -1) (i64.const 0)))

  (func $fill (export "fill")
    (memory.fill (i32.const 0) (i32.const 0) (i32.const 65537)))

  (func $table_set (export "table_set")
    (table.set $hosts (i32.const 1) (ref.null extern)))

  (func $undefined_element (export "undefined_element")
    (call_indirect $functions (type $nothing) (i32.const 4)))

  (func $uninitialized_element (export "uninitialized_element")
    (call_indirect $functions (type $nothing) (global.get $zero)))

  (func $mismatch (export "mismatch")
    (drop (call_indirect $functions (type $int) (i32.const 1))))

  (func $recurse (export "recurse")
    (call $recurse))

  (func $fail_in_host (export "fail_in_host")
    (call $host_fail))

  ;; Traps three calls deep, after a rest.
  (func $deep (export "deep")
    (nop)
    (call $deeper))
  (func $deeper
    (call $yield)
    (call $divide_by_zero)))
