;; Indirect calls through two tables and every operation on tables: get, set, size, grow, fill, copy with overlap in
;; both directions, init from passive segments, dropped segments, null entries.
(module
  (type $unary (func (param i32) (result i32)))
  (type $binary (func (param i32 i32) (result i32)))
  (type $wide (func (param i64 f64) (result f64 i64)))

  (table $operations 16 4096 funcref)
  (table $stages 8 funcref)

  (elem (table $operations) (i32.const 2) func $double $square $add $subtract)
  (elem $units func $double $square $negate $swap_bytes $plus_one)
  (elem $mixed funcref (ref.func $double) (ref.null func) (ref.func $add) (ref.null func) (ref.func $exchange))
  (elem declare func $subtract $negate)

  (func $double (type $unary) (i32.shl (local.get 0) (i32.const 1)))
  (func $square (type $unary) (i32.mul (local.get 0) (local.get 0)))
  (func $negate (type $unary) (i32.sub (i32.const 0) (local.get 0)))
  (func $plus_one (type $unary) (i32.add (local.get 0) (i32.const 1)))
  (func $swap_bytes (type $unary)
    (i32.or
      (i32.rotl (i32.and (local.get 0) (i32.const 0xFF00FF00)) (i32.const 8))
      (i32.rotr (i32.and (local.get 0) (i32.const 0x00FF00FF)) (i32.const 8))))
  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func $subtract (type $binary) (i32.sub (local.get 0) (local.get 1)))
  (func $exchange (type $wide)
    (f64.convert_i64_s (local.get 0))
    (i64.trunc_sat_f64_s (local.get 1)))

  ;; Fills the stages with unary functions by init, copy and set.
  (func $prepare
    (table.init $stages $units (i32.const 0) (i32.const 0) (i32.const 5))
    ;; Overlap to the right, then to the left: stages 2..6 := 0..4, stages 1..4 := 3..6.
    (table.copy $stages $stages (i32.const 2) (i32.const 0) (i32.const 5))
    (table.copy $stages $stages (i32.const 1) (i32.const 3) (i32.const 4))
    (table.set $stages (i32.const 7) (ref.func $negate))
    (table.set $stages (i32.const 6) (table.get $operations (i32.const 2))))

  ;; Calls the eight stages one after the other, each through the table.
  (func $pipeline (param $x i32) (result i32)
    (local $i i32)
    loop $next
      (local.set $x (call_indirect $stages (type $unary) (local.get $x) (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 8)))
    end
    (call_indirect $operations (type $binary)
      (local.get $x)
      (local.get $i)
      (i32.add (i32.const 4) (i32.and (local.get $x) (i32.const 1)))))

  ;; Grows a table and moves its upper half about, null entries included; counts the nulls.
  (func $stir (param $by i32) (result i32)
    (local $old i32) (local $i i32) (local $nulls i32)
    (local.set $old (table.grow $operations (ref.func $subtract) (local.get $by)))
    (if (i32.eq (local.get $old) (i32.const -1)) (then (return (i32.const -1))))
    (table.fill $operations (local.get $old) (ref.null func) (i32.div_u (local.get $by) (i32.const 2)))
    (table.init $operations $mixed (local.get $old) (i32.const 0) (i32.const 5))
    ;; A copy onto itself, one element to the right, then three to the left.
    (table.copy $operations $operations
      (i32.add (local.get $old) (i32.const 1))
      (local.get $old)
      (i32.sub (local.get $by) (i32.const 1)))
    (table.copy $operations $operations
      (local.get $old)
      (i32.add (local.get $old) (i32.const 3))
      (i32.sub (local.get $by) (i32.const 3)))
    (local.set $i (local.get $old))
    loop $next
      (local.set $nulls (i32.add (local.get $nulls) (ref.is_null (table.get $operations (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (table.size $operations)))
    end
    (local.get $nulls))

  (func $wide (export "wide") (param $n i64) (param $x f64) (result f64 i64)
    (table.init $stages $mixed (i32.const 0) (i32.const 4) (i32.const 1))
    (call_indirect $stages (type $wide) (local.get $n) (local.get $x) (i32.const 0)))

  ;; The table is at its limit of 4,096 elements or the request is not served: -1 either way.
  (func $grow_too_far (export "grow_too_far") (result i32)
    (table.grow $operations (ref.null func) (i32.const 5000)))

  (func $run (export "run") (param $rounds i32) (result i32)
    (local $sum i32)
    (call $prepare)
    loop $next
      (local.set $sum
        (i32.add
          (i32.mul (local.get $sum) (i32.const 31))
          (call $pipeline (i32.xor (local.get $rounds) (local.get $sum)))))
      (if (i32.eqz (i32.rem_u (local.get $rounds) (i32.const 320)))
        (then (local.set $sum (i32.add (local.get $sum) (call $stir (i32.const 200))))))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (br_if $next (local.get $rounds))
    end
    (local.get $sum))

  (func $null_entry (export "null_entry") (result i32)
    (call_indirect $operations (type $unary) (i32.const 1) (i32.const 0)))
  (func $wrong_type (export "wrong_type") (result i32)
    (call_indirect $operations (type $unary) (i32.const 1) (i32.const 4)))
  (func $beyond_the_end (export "beyond_the_end") (result i32)
    (call_indirect $stages (type $unary) (i32.const 1) (i32.const 8)))
  (func $dropped_segment (export "dropped_segment")
    (elem.drop $units)
    (table.init $stages $units (i32.const 0) (i32.const 0) (i32.const 0))
    (table.init $stages $units (i32.const 0) (i32.const 0) (i32.const 1)))
  (func $size (export "size") (result i32) (table.size $operations)))
