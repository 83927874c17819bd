;; Copies within and between arrays, to both sides, of all widths, of references, and to the very end and beyond it.
(module
  (type $bytes (array (mut i8)))
  (type $shorts (array (mut i16)))
  (type $longs (array (mut i64)))
  (type $doubles (array (mut f64)))
  (type $node (sub (struct (field $value i32))))
  (type $wide_node (sub $node (struct (field $value i32) (field $more i64))))
  (type $nodes (array (mut (ref null $node))))
  (type $wide_nodes (array (ref null $wide_node)))
  (type $fixed (array i8))
  (data $alphabet "abcdefghijklmnopqrstuvwxyz")

  ;; The digits 0 to 9, with a part of them copied within.
  (func $digits (result (ref $bytes))
    (array.new_fixed $bytes 10
      (i32.const 0) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4)
      (i32.const 5) (i32.const 6) (i32.const 7) (i32.const 8) (i32.const 9)))
  (func $decimal (param $a (ref $bytes)) (result i64) (local $i i32) (local $sum i64)
    (loop $next
      (local.set $sum
        (i64.add (i64.mul (local.get $sum) (i64.const 10))
          (i64.extend_i32_u (array.get_u $bytes (local.get $a) (local.get $i)))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (array.len (local.get $a)))))
    (local.get $sum))
  (func (export "within") (param $to i32) (param $from i32) (param $n i32) (result i64) (local $a (ref null $bytes))
    (local.set $a (call $digits))
    (array.copy $bytes $bytes
      (local.get $a) (local.get $to) (local.get $a) (local.get $from) (local.get $n))
    (call $decimal (ref.as_non_null (local.get $a))))

  ;; A long copy that overlaps: each byte is its place before, and is read from where it went.
  (func (export "long") (param $to i32) (param $from i32) (param $n i32) (param $at i32) (result i32)
    (local $a (ref null $shorts)) (local $i i32)
    (local.set $a (array.new_default $shorts (i32.const 3000)))
    (loop $next
      (array.set $shorts (local.get $a) (local.get $i) (local.get $i))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 3000))))
    (array.copy $shorts $shorts
      (local.get $a) (local.get $to) (local.get $a) (local.get $from) (local.get $n))
    (array.get_u $shorts (local.get $a) (local.get $at)))

  (func (export "between") (param $n i32) (result f64)
    (local $a (ref null $doubles)) (local $b (ref null $doubles))
    (local.set $a (array.new $doubles (f64.const 2.5) (i32.const 4)))
    (local.set $b (array.new $doubles (f64.const -1) (i32.const 4)))
    (array.copy $doubles $doubles (local.get $b) (i32.const 1) (local.get $a) (i32.const 0) (local.get $n))
    (f64.add
      (f64.mul (f64.const 100) (array.get $doubles (local.get $b) (i32.const 0)))
      (f64.add (array.get $doubles (local.get $b) (i32.const 1)) (array.get $doubles (local.get $b) (i32.const 3)))))

  ;; What is narrower may be copied into what is wider; only the source's type says so.
  (func (export "references") (param $n i32) (result i32)
    (local $a (ref null $nodes)) (local $b (ref null $wide_nodes))
    (local.set $b
      (array.new_fixed $wide_nodes 3
        (struct.new $wide_node (i32.const 7) (i64.const 1))
        (ref.null none)
        (struct.new $wide_node (i32.const 9) (i64.const 2))))
    (local.set $a (array.new $nodes (struct.new $node (i32.const 1)) (i32.const 4)))
    (array.copy $nodes $wide_nodes (local.get $a) (i32.const 1) (local.get $b) (i32.const 0) (local.get $n))
    (i32.add
      (i32.mul (i32.const 100) (struct.get $node 0 (array.get $nodes (local.get $a) (i32.const 0))))
      (i32.add
        (i32.mul (i32.const 10) (ref.test (ref $wide_node) (array.get $nodes (local.get $a) (i32.const 1))))
        (ref.is_null (array.get $nodes (local.get $a) (i32.const 2))))))

  (func (export "fill") (param $at i32) (param $value i32) (param $n i32) (result i64) (local $a (ref null $bytes))
    (local.set $a (call $digits))
    (array.fill $bytes (local.get $a) (local.get $at) (local.get $value) (local.get $n))
    (call $decimal (ref.as_non_null (local.get $a))))
  (func (export "fill references") (param $n i32) (result i32) (local $a (ref null $nodes))
    (local.set $a (array.new_default $nodes (i32.const 600)))
    (array.fill $nodes (local.get $a) (i32.const 1) (struct.new $node (i32.const 5)) (local.get $n))
    (i32.add
      (i32.mul (i32.const 10) (ref.is_null (array.get $nodes (local.get $a) (i32.const 0))))
      (struct.get $node $value (array.get $nodes (local.get $a) (local.get $n)))))

  (func (export "of data") (param $from i32) (param $n i32) (param $at i32) (result i32)
    (array.get_u $fixed (array.new_data $fixed $alphabet (local.get $from) (local.get $n)) (local.get $at)))
  (func (export "wide of data") (param $from i32) (param $n i32) (param $at i32) (result i64)
    (array.get $longs (array.new_data $longs $alphabet (local.get $from) (local.get $n)) (local.get $at)))
  (func (export "drop data") (data.drop $alphabet))

  (func (export "null copied into") (param $n i32)
    (array.copy $bytes $bytes (ref.null $bytes) (i32.const 0) (call $digits) (i32.const 0) (local.get $n)))
  (func (export "null copied from") (param $n i32)
    (array.copy $bytes $bytes (call $digits) (i32.const 0) (ref.null $bytes) (i32.const 0) (local.get $n)))
  (func (export "null filled") (array.fill $bytes (ref.null none) (i32.const 0) (i32.const 0) (i32.const 0)))
  (func (export "length of null") (result i32) (array.len (ref.null $bytes)))

  ;; Packed elements wrap when they are written, and extend when they are read.
  (func (export "packed") (param i32) (result i32 i32 i32 i32)
    (local $b (ref null $bytes)) (local $s (ref null $shorts))
    (local.set $b (array.new $bytes (local.get 0) (i32.const 3)))
    (local.set $s (array.new_fixed $shorts 3 (i32.const -1) (local.get 0) (i32.const -1)))
    (array.get_s $bytes (local.get $b) (i32.const 1))
    (array.get_u $bytes (local.get $b) (i32.const 2))
    (array.get_s $shorts (local.get $s) (i32.const 1))
    (array.get_u $shorts (local.get $s) (i32.const 1)))

  (func (export "empty") (result i32 i32 i32 i32)
    (array.len (array.new_fixed $bytes 0))
    (array.len (array.new $doubles (f64.const 1) (i32.const 0)))
    (array.len (array.new_default $nodes (i32.const 0)))
    (array.len (array.new_data $longs $alphabet (i32.const 0) (i32.const 0))))
  (func (export "get") (param i32) (result i32)
    (array.get_u $bytes (call $digits) (local.get 0)))
  (func (export "set") (param i32)
    (array.set $bytes (call $digits) (local.get 0) (i32.const 0))))

(assert_return (invoke "within" (i32.const 0) (i32.const 5) (i32.const 5)) (i64.const 5678956789))
(assert_return (invoke "within" (i32.const 5) (i32.const 0) (i32.const 5)) (i64.const 0123401234))
(assert_return (invoke "within" (i32.const 1) (i32.const 0) (i32.const 9)) (i64.const 0012345678))
(assert_return (invoke "within" (i32.const 0) (i32.const 1) (i32.const 9)) (i64.const 1234567899))
(assert_return (invoke "within" (i32.const 3) (i32.const 3) (i32.const 7)) (i64.const 0123456789))
(assert_return (invoke "within" (i32.const 10) (i32.const 0) (i32.const 0)) (i64.const 0123456789))
(assert_return (invoke "within" (i32.const 0) (i32.const 10) (i32.const 0)) (i64.const 0123456789))
(assert_trap (invoke "within" (i32.const 11) (i32.const 0) (i32.const 0)) "out of bounds array access")
(assert_trap (invoke "within" (i32.const 0) (i32.const 11) (i32.const 0)) "out of bounds array access")
(assert_trap (invoke "within" (i32.const 1) (i32.const 0) (i32.const 10)) "out of bounds array access")
(assert_trap (invoke "within" (i32.const 0) (i32.const 1) (i32.const 10)) "out of bounds array access")
(assert_trap (invoke "within" (i32.const 9) (i32.const 0) (i32.const -1)) "out of bounds array access")
(assert_trap (invoke "within" (i32.const -1) (i32.const 0) (i32.const 1)) "out of bounds array access")

(assert_return (invoke "long" (i32.const 1) (i32.const 0) (i32.const 2999) (i32.const 2999)) (i32.const 2998))
(assert_return (invoke "long" (i32.const 1) (i32.const 0) (i32.const 2999) (i32.const 1)) (i32.const 0))
(assert_return (invoke "long" (i32.const 0) (i32.const 1) (i32.const 2999) (i32.const 2998)) (i32.const 2999))
(assert_return (invoke "long" (i32.const 7) (i32.const 2) (i32.const 1001) (i32.const 1007)) (i32.const 1002))
(assert_return (invoke "long" (i32.const 7) (i32.const 2) (i32.const 1001) (i32.const 1008)) (i32.const 1008))
(assert_return (invoke "long" (i32.const 2) (i32.const 7) (i32.const 1001) (i32.const 1002)) (i32.const 1007))
(assert_return (invoke "long" (i32.const 2) (i32.const 7) (i32.const 1001) (i32.const 1003)) (i32.const 1003))

(assert_return (invoke "between" (i32.const 3)) (f64.const -95))
(assert_return (invoke "between" (i32.const 2)) (f64.const -98.5))
(assert_return (invoke "between" (i32.const 0)) (f64.const -102))
(assert_trap (invoke "between" (i32.const 4)) "out of bounds array access")

(assert_return (invoke "references" (i32.const 3)) (i32.const 111))
(assert_return (invoke "references" (i32.const 1)) (i32.const 110))
(assert_return (invoke "references" (i32.const 0)) (i32.const 100))
(assert_trap (invoke "references" (i32.const 4)) "out of bounds array access")

(assert_return (invoke "fill" (i32.const 3) (i32.const 0x101) (i32.const 4)) (i64.const 0121111789))
(assert_return (invoke "fill" (i32.const 10) (i32.const 1) (i32.const 0)) (i64.const 0123456789))
(assert_return (invoke "fill" (i32.const 0) (i32.const 2) (i32.const 10)) (i64.const 2222222222))
(assert_trap (invoke "fill" (i32.const 3) (i32.const 1) (i32.const 8)) "out of bounds array access")
(assert_trap (invoke "fill" (i32.const 11) (i32.const 1) (i32.const 0)) "out of bounds array access")
(assert_return (invoke "fill references" (i32.const 1)) (i32.const 15))
(assert_return (invoke "fill references" (i32.const 599)) (i32.const 15))
(assert_trap (invoke "fill references" (i32.const 600)) "out of bounds array access")

(assert_return (invoke "of data" (i32.const 2) (i32.const 24) (i32.const 23)) (i32.const 122))
(assert_trap (invoke "of data" (i32.const 2) (i32.const 25) (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "of data" (i32.const 2) (i32.const -1) (i32.const 0)) "out of bounds memory access")
(assert_return (invoke "wide of data" (i32.const 1) (i32.const 3) (i32.const 2)) (i64.const 0x797877767574_7372))
(assert_trap (invoke "wide of data" (i32.const 3) (i32.const 3) (i32.const 2)) "out of bounds memory access")
(assert_trap (invoke "wide of data" (i32.const 0) (i32.const 0x2000_0000) (i32.const 0)) "out of bounds memory access")
(invoke "drop data")
(assert_trap (invoke "of data" (i32.const 0) (i32.const 1) (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "of data" (i32.const 0) (i32.const 0) (i32.const 0)) "out of bounds array access")

(assert_trap (invoke "null copied into" (i32.const 0)) "null array reference")
(assert_trap (invoke "null copied from" (i32.const 99)) "null array reference")
(assert_trap (invoke "null filled") "null array reference")
(assert_trap (invoke "length of null") "null array reference")

(assert_return (invoke "packed" (i32.const 0x1_8081))
  (i32.const -127) (i32.const 0x81) (i32.const -32639) (i32.const 0x8081))
(assert_return (invoke "empty") (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
(assert_return (invoke "get" (i32.const 9)) (i32.const 9))
(assert_trap (invoke "get" (i32.const 10)) "out of bounds array access")
(assert_trap (invoke "get" (i32.const -1)) "out of bounds array access")
(assert_trap (invoke "set" (i32.const 10)) "out of bounds array access")
