;; One export for every kind of trap, named after it. Each traps two calls deep, so that the guest's call stack has
;; something to show.
(module
  (type $unary (func (param i32) (result i32)))
  (memory 1)
  (table $table 3 funcref)
  (elem (i32.const 0) $none)
  (func $none)

  (func $give_up unreachable)
  (func $unreachable (export "unreachable")
    (call $give_up))

  (func $quotient (param $a i32) (param $b i32) (result i32)
    (i32.div_s (local.get $a) (local.get $b)))
  (func $integer_divide_by_zero (export "integer_divide_by_zero") (result i32)
    (call $quotient (i32.const 1) (i32.const 0)))
  (func $integer_overflow (export "integer_overflow") (result i32)
    (call $quotient (i32.const 0x80000000) (i32.const -1)))

  (func $remainder (param $a i64) (param $b i64) (result i64)
    (i64.rem_u (local.get $a) (local.get $b)))
  (func $remainder_by_zero (export "remainder_by_zero") (result i64)
    (call $remainder (i64.const 1) (i64.const 0)))

  (func $whole (param $x f64) (result i32)
    (i32.trunc_f64_s (local.get $x)))
  (func $invalid_conversion_to_integer (export "invalid_conversion_to_integer") (result i32)
    (call $whole (f64.const nan)))
  (func $overflowing_conversion (export "overflowing_conversion") (result i32)
    (call $whole (f64.const 2147483648)))

  (func $load (param $at i32) (result i64)
    (i64.load (local.get $at)))
  (func $out_of_bounds_memory_access (export "out_of_bounds_memory_access") (result i64)
    (call $load (i32.const 65529)))

  (func $copy (param $length i32)
    (memory.copy (i32.const 0) (i32.const 32768) (local.get $length)))
  (func $out_of_bounds_copy (export "out_of_bounds_copy")
    (call $copy (i32.const 32769)))

  (func $get (param $i i32) (result i32)
    (ref.is_null (table.get $table (local.get $i))))
  (func $out_of_bounds_table_access (export "out_of_bounds_table_access") (result i32)
    (call $get (i32.const 3)))

  (func $through (param $i i32) (result i32)
    (call_indirect $table (type $unary) (i32.const 0) (local.get $i)))
  (func $indirect_call_type_mismatch (export "indirect_call_type_mismatch") (result i32)
    (call $through (i32.const 0)))
  (func $uninitialized_element (export "uninitialized_element") (result i32)
    (call $through (i32.const 1)))
  (func $undefined_element (export "undefined_element") (result i32)
    (call $through (i32.const 3))))
