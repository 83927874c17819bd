;; Tables of branches, branches with values, and the choice between values.
(module
  (func (export "table") (param i32) (result i32)
    (block (block (block (block (br_table 3 2 1 0 3 (local.get 0)) (return (i32.const 99)))
      (return (i32.const 20))) (return (i32.const 21))) (return (i32.const 22))) (i32.const 23))
  (func (export "only default") (param i32) (result i32)
    (block (br_table 0 (local.get 0)) (return (i32.const 9))) (i32.const 22))
  (func (export "value") (param i32) (result i32)
    (block (result i32)
      (drop (block (result i32)
        (drop (block (result i32) (br_table 0 1 2 (i32.const 50) (local.get 0))))
        (br 1 (i32.const 60))))
      (i32.const 70)))
  (func (export "values") (param i32) (result i32 i64)
    (block $a (result i32 i64)
      (block $b (result i32 i64)
        (br_table $a $b (i32.const 1) (i64.const 2) (local.get 0)))
      (i64.add (i64.const 40))))
  (func (export "to loop") (param i32) (result i32) (local $sum i32)
    (block $out
      (loop $again
        (local.set $sum (i32.add (local.get $sum) (local.get 0)))
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (br_table $out $again (local.get 0))))
    (local.get $sum))
  (func (export "loop with operands") (param i32) (result i32) (local $product i32)
    (i32.const 1)
    (local.get 0)
    (loop $again (param i32 i32) (result i32)
      (local.set 0)
      (local.set $product (i32.mul (local.get 0)))
      (i32.sub (local.get 0) (i32.const 1))
      (local.set 0)
      (local.get $product)
      (local.get 0)
      (br_if $again (local.get 0))
      (drop)))
  (func (export "large") (param i32) (result i32)
    (block $b (block $a
      (br_table
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
        $b (local.get 0)))
      (return (i32.const 0)))
    (i32.const 1))
  (func (export "choose") (param i32) (result i32) (select (i32.const 1) (i32.const 2) (local.get 0)))
  (func (export "choose typed") (param externref externref i32) (result externref)
    (select (result externref) (local.get 0) (local.get 1) (local.get 2)))
  (func (export "choose f64") (param f64 f64 i32) (result f64) (select (local.get 0) (local.get 1) (local.get 2)))
  (func (export "choose f32") (param f32 f32 i32) (result f32)
    (select (result f32) (local.get 0) (local.get 1) (local.get 2)))
  (func (export "choose i64") (param i64 i64 i32) (result i64) (select (local.get 0) (local.get 1) (local.get 2)))
  (func $f)
  (func (export "choose function") (param i32) (result funcref)
    (select (result funcref) (ref.func $f) (ref.null func) (local.get 0)))
  (elem declare func $f)
  ;; Both values are made before one is chosen.
  (func (export "first traps") (param i32) (result i32)
    (select (unreachable) (i32.const 1) (local.get 0)))
  (func (export "branch below") (param i32) (result i32)
    (i32.add (i32.const 100) (block (result i32) (i32.const 5) (i32.const 6) (br 0 (local.get 0)))))
  (func (export "if with operands") (param i32) (result i32)
    (i32.const 10) (i32.const 3) (local.get 0)
    (if (param i32 i32) (result i32) (then (i32.add)) (else (i32.sub)))))

(assert_return (invoke "table" (i32.const 0)) (i32.const 23))
(assert_return (invoke "table" (i32.const 1)) (i32.const 22))
(assert_return (invoke "table" (i32.const 2)) (i32.const 21))
(assert_return (invoke "table" (i32.const 3)) (i32.const 20))
(assert_return (invoke "table" (i32.const 4)) (i32.const 23))
(assert_return (invoke "table" (i32.const -1)) (i32.const 23))
(assert_return (invoke "table" (i32.const 0x80000000)) (i32.const 23))
(assert_return (invoke "only default" (i32.const 0)) (i32.const 22))
(assert_return (invoke "only default" (i32.const -1)) (i32.const 22))
(assert_return (invoke "value" (i32.const 0)) (i32.const 60))
(assert_return (invoke "value" (i32.const 1)) (i32.const 70))
(assert_return (invoke "value" (i32.const 2)) (i32.const 50))
(assert_return (invoke "value" (i32.const 9)) (i32.const 50))
(assert_return (invoke "values" (i32.const 0)) (i32.const 1) (i64.const 2))
(assert_return (invoke "values" (i32.const 1)) (i32.const 1) (i64.const 42))
(assert_return (invoke "to loop" (i32.const 4)) (i32.const 10))
(assert_return (invoke "loop with operands" (i32.const 5)) (i32.const 120))
(assert_return (invoke "large" (i32.const 0)) (i32.const 0))
(assert_return (invoke "large" (i32.const 1)) (i32.const 1))
(assert_return (invoke "large" (i32.const 1022)) (i32.const 0))
(assert_return (invoke "large" (i32.const 1023)) (i32.const 1))
(assert_return (invoke "large" (i32.const 1024)) (i32.const 1))
(assert_return (invoke "large" (i32.const -1)) (i32.const 1))
(assert_return (invoke "choose" (i32.const 0)) (i32.const 2))
(assert_return (invoke "choose" (i32.const 0x80000000)) (i32.const 1))
(assert_return (invoke "choose typed" (ref.extern 1) (ref.extern 2) (i32.const 1)) (ref.extern 1))
(assert_return (invoke "choose typed" (ref.extern 1) (ref.null extern) (i32.const 0)) (ref.null extern))
(assert_return (invoke "choose f64" (f64.const nan:0x123) (f64.const 1) (i32.const 1)) (f64.const nan:0x123))
(assert_return (invoke "choose f32" (f32.const 1) (f32.const nan:0x123) (i32.const 0)) (f32.const nan:0x123))
(assert_return (invoke "choose i64" (i64.const 1) (i64.const -2) (i32.const 0)) (i64.const -2))
(assert_return (invoke "choose function" (i32.const 1)) (ref.func))
(assert_return (invoke "choose function" (i32.const 0)) (ref.null func))
(assert_trap (invoke "first traps" (i32.const 0)) "unreachable")
(assert_return (invoke "branch below" (i32.const 7)) (i32.const 107))
(assert_return (invoke "if with operands" (i32.const 1)) (i32.const 13))
(assert_return (invoke "if with operands" (i32.const 0)) (i32.const 7))

(assert_invalid (module (func (block (br_table 0 2 0 (i32.const 0))))) "unknown label")
(assert_invalid (module (func (block (br_table 0 0 2 (i32.const 0))))) "unknown label")
(assert_invalid (module (func (block (br_table 0x10000001 0 (i32.const 0))))) "unknown label")
(assert_invalid (module (func (block (br_table 0 0 (i64.const 0))))) "type mismatch")
(assert_invalid (module (func (block (br_table 0 0)))) "type mismatch")
(assert_invalid (module (func (block (result i32) (br_table 0 0 (i64.const 0) (i32.const 0))) (drop))) "type mismatch")
(assert_invalid (module (func (block (result i32) (br_table 0 0 (i32.const 0))) (drop))) "type mismatch")
(assert_invalid
  (module (func (block (result i32) (block (br_table 0 1 (i32.const 0) (i32.const 0))) (i32.const 0)) (drop)))
  "type mismatch")
(assert_invalid
  (module (func (block (result i32) (block (result f32) (br_table 0 1 (i32.const 0) (i32.const 0))) (drop)
    (i32.const 0)) (drop)))
  "type mismatch")
(assert_invalid (module (func (select (i32.const 0) (i64.const 0) (i32.const 0)) (drop))) "type mismatch")
(assert_invalid (module (func (select (i32.const 0) (i32.const 0) (i64.const 0)) (drop))) "type mismatch")
(assert_invalid (module (func (select (ref.null func) (ref.null func) (i32.const 0)) (drop))) "type mismatch")
(assert_invalid (module (func (select (result i32) (i32.const 0) (i64.const 0) (i32.const 0)) (drop))) "type mismatch")
(assert_invalid (module (func (select (result (ref null 9)) (ref.null func) (ref.null func) (i32.const 0)) (drop)))
  "unknown type")
(assert_invalid (module (func (i32.const 0) (i32.const 0) (i32.const 0) (select (result)) (drop))) "invalid result arity")
(assert_invalid
  (module (func (select (result i32 i32) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (drop) (drop)))
  "invalid result arity")
(assert_invalid (module (func (if (i32.const 1) (then) (else (i32.const 1))))) "type mismatch")
(assert_invalid (module (func (result i32) (if (result i32) (i32.const 1) (then (i32.const 1))))) "type mismatch")
(assert_malformed (module quote "(func (if (i32.const 0) (else)))") "unexpected token")
(assert_malformed (module quote "(func (if (then)) (else))") "unexpected token")
(assert_malformed (module quote "(func if else else end)") "unexpected token")
(assert_malformed (module quote "(func block)") "unexpected token")
(assert_malformed (module quote "(func end)") "unexpected token")
(assert_malformed (module quote "(func (block end))") "unexpected token")
(assert_malformed (module quote "(func i32.const 0 if $a else $b end)") "mismatching label")
(assert_malformed (module quote "(func i32.const 0 if else $b end)") "mismatching label")
(assert_malformed (module quote "(func loop $a end $b)") "mismatching label")
(assert_malformed (module quote "(func block end $b)") "mismatching label")
