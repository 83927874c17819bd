;; References to functions of a type: in tables that are never null, in locals that have no value at first, in globals, as
;; arguments and results; branches on null with values below; calls of subtypes through a table.
(module
  (type $unary (func (param i32) (result i32)))
  (type $maker (func (param i32) (result (ref $unary))))
  (rec
    (type $top (sub (func (param i32) (result i32))))
    (type $left (sub $top (func (param i32) (result i32))))
    (type $right (sub final $top (func (param i32) (result i32)))))

  (table $always 4 8 (ref $unary) (ref.func $increment))
  (table $sometimes 8 (ref null $unary))
  (table $family funcref (elem $t $l $r))
  (elem (table $sometimes) (i32.const 1) (ref $unary) (ref.func $double))
  (elem (table $sometimes) (i32.const 4) (ref $unary) (ref.func $square))
  (elem declare func $double $square $pick)
  (global $first (ref $unary) (ref.func $square))
  (global $last (mut (ref null $unary)) (ref.null nofunc))

  (func $increment (type $unary) (i32.add (local.get 0) (i32.const 1)))
  (func $double (type $unary) (i32.shl (local.get 0) (i32.const 1)))
  (func $square (type $unary) (i32.mul (local.get 0) (local.get 0)))
  (func $t (type $top) (i32.add (local.get 0) (i32.const 100)))
  (func $l (type $left) (i32.add (local.get 0) (i32.const 200)))
  (func $r (type $right) (i32.add (local.get 0) (i32.const 300)))

  (func $pick (type $maker)
    (if (i32.and (local.get 0) (i32.const 1)) (then (return (global.get $first))))
    (table.get $always (i32.and (i32.shr_u (local.get 0) (i32.const 1)) (i32.const 3))))

  ;; The first function in a table from an index on, or the global one.
  (func $find (param $index i32) (result (ref $unary))
    (block $found (result (ref $unary))
      (loop $search
        (if (i32.lt_u (local.get $index) (i32.const 8))
          (then
            (i32.const -7)
            (br_on_non_null $found (table.get $sometimes (local.get $index)))
            (drop)
            (local.set $index (i32.add (local.get $index) (i32.const 1)))
            (br $search))))
      (global.get $first)))

  ;; Applies the function in the global, if there is one, below two values that stay.
  (func $apply_last (param $value i32) (result i32)
    (local.get $value)
    (block $none (param i32) (result i32)
      (i32.const 3)
      (br_on_null $none (global.get $last))
      (drop)
      (i32.add)
      (return (call_ref $unary (global.get $last))))
    (i32.mul (i32.const 5)))

  (func (export "run") (param $n i32) (result i32) (local $sum i32) (local $f (ref $unary))
    (loop $again
      (local.set $f (call_ref $maker (local.get $n) (ref.func $pick)))
      (local.set $sum (i32.add (local.get $sum) (call_ref $unary (local.get $n) (local.get $f))))
      (local.set $f (call $find (i32.and (local.get $n) (i32.const 7))))
      (local.set $sum (i32.xor (local.get $sum) (call_ref $unary (local.get $sum) (local.get $f))))
      (global.set $last
        (select (result (ref null $unary))
          (local.get $f) (ref.null $unary) (i32.and (local.get $n) (i32.const 2))))
      (local.set $sum (i32.add (local.get $sum) (call $apply_last (local.get $n))))
      (local.set $sum
        (i32.add (local.get $sum)
          (call_indirect $family (type $top) (local.get $n) (i32.rem_u (local.get $n) (i32.const 3)))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "grown") (result i32)
    (drop (table.grow $always (ref.func $double) (i32.const 2)))
    (call_ref $unary (i32.const 21) (table.get $always (i32.const 5))))
  (func (export "family") (param i32) (result i32)
    (call_indirect $family (type $left) (i32.const 1) (local.get 0)))
  (func (export "null") (param i32) (result i32)
    (call_ref $unary (i32.const 1) (ref.as_non_null (table.get $sometimes (local.get 0)))))
  (func (export "null_call") (param i32) (result i32)
    (call_ref $unary (i32.const 1) (table.get $sometimes (local.get 0)))))
