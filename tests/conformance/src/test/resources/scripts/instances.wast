;; What a store keeps: a module whose instantiation traps has done what it did, and the others live on.
(module $owner
  (table (export "table") 2 funcref)
  (memory (export "memory") 1)
  (type $number (func (result i32)))
  (func (export "byte") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "call") (param i32) (result i32) (call_indirect (type $number) (local.get 0))))
(register "owner" $owner)

(assert_trap
  (module
    (import "owner" "table" (table 2 funcref))
    (import "owner" "memory" (memory 1))
    (func $seven (result i32) (i32.const 7))
    (elem (i32.const 1) $seven)
    (data (i32.const 3) "x")
    (data (i32.const 65536) "y"))
  "out of bounds memory access")
(assert_return (invoke $owner "byte" (i32.const 3)) (i32.const 120))
(assert_return (invoke $owner "call" (i32.const 1)) (i32.const 7))
(assert_trap (invoke $owner "call" (i32.const 0)) "uninitialized element")

;; A start function that traps offers nothing to import.
(assert_trap (module $failed (func (export "f")) (func $s (unreachable)) (start $s)) "unreachable")
(assert_unlinkable (module (import "failed" "f" (func))) "unknown import")

;; Instances of one definition are apart, and an instance is one wherever it is imported.
(module definition $counter
  (global $n (export "n") (mut i32) (i32.const 0))
  (func (export "next") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (global.get $n)))
(module instance $a $counter)
(module instance $b $counter)
(assert_return (invoke $a "next") (i32.const 1))
(assert_return (invoke $a "next") (i32.const 2))
(assert_return (invoke $b "next") (i32.const 1))
(register "a" $a)
(module (import "a" "n" (global $n (mut i32))) (func (export "reset") (global.set $n (i32.const 9))))
(invoke "reset")
(assert_return (get $a "n") (i32.const 9))
(assert_return (get $b "n") (i32.const 1))

;; Patterns of results.
(module
  (func (export "nan") (param f64) (result f64) (f64.add (local.get 0) (f64.const 1)))
  (func $f (export "function") (result funcref) (ref.func $f))
  (func (export "same") (param externref) (result externref) (local.get 0)))
(assert_return (invoke "nan" (f64.const nan:0x4000000000000)) (f64.const nan:arithmetic))
(assert_return (invoke "nan" (f64.const -nan)) (either (f64.const 0) (f64.const nan:canonical)))
(assert_return (invoke "function") (ref.func))
(assert_return (invoke "same" (ref.extern 5)) (ref.extern 5))
(assert_return (invoke "same" (ref.extern 5)) (ref.extern))
(assert_return (invoke "same" (ref.null extern)) (ref.null))
