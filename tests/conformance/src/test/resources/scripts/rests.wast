;; Where a guest comes to rest if it does so at every safepoint, and how often.
(module
  (type $nothing (func))
  (import "tally" "next" (func $next (param i32) (result i32)))
  (import "tally" "wait" (func $wait (param i32) (result i32)))
  (import "tally" "pay" (func $pay (param i64)))
  (import "tally" "call" (func $host_call (param funcref i32) (result i32)))
  (import "'" "text" (global $text (ref extern)))
  (memory 1 2)
  (table $t 8 16 funcref)
  (elem (table $t) (i32.const 0) func $empty)
  (elem $e func $empty $empty)
  (elem declare func $empty $same)
  (data $d "eight by")

  (func $empty (export "empty"))
  (func (export "loop") (param i32)
    (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "call") (call $empty) (call $empty))
  (func (export "call_indirect") (call_indirect (type $nothing) (i32.const 0)))
  (func (export "call_ref") (call_ref $nothing (ref.func $empty)))
  (func $tail (export "return_call") (param i32)
    (if (local.get 0) (then (return_call $tail (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "bulk")
    (memory.fill (i32.const 0) (i32.const 1) (i32.const 64))
    (memory.copy (i32.const 100) (i32.const 0) (i32.const 64))
    (memory.init $d (i32.const 0) (i32.const 0) (i32.const 8))
    (table.fill $t (i32.const 1) (ref.func $empty) (i32.const 2))
    (table.copy $t $t (i32.const 3) (i32.const 1) (i32.const 2))
    (table.init $t $e (i32.const 5) (i32.const 0) (i32.const 2)))
  (func (export "grow")
    (drop (memory.grow (i32.const 1)))
    (drop (table.grow $t (ref.null func) (i32.const 4))))
  (func (export "constant") (drop (global.get $text)))
  (func (export "leaf") (drop (call $next (i32.const 1))))
  (func (export "wait") (drop (call $wait (i32.const 1))))
  (func (export "pay") (call $pay (i64.const 100)))
  (func $same (param i32) (result i32) (local.get 0))
  (func (export "host_call") (result i32) (call $host_call (ref.func $same) (i32.const 9))))

(assert_rests (invoke "empty") "FUNCTION_ENTRY" 1)
(assert_rests (invoke "loop" (i32.const 1)) "FUNCTION_ENTRY" 1 "LOOP_HEAD" 1)
(assert_rests (invoke "loop" (i32.const 10)) "FUNCTION_ENTRY" 1 "LOOP_HEAD" 10)
(assert_rests (invoke "call") "FUNCTION_ENTRY" 3 "CALL_RETURN" 2)
(assert_rests (invoke "call_indirect") "FUNCTION_ENTRY" 2 "CALL_RETURN" 1)
(assert_rests (invoke "call_ref") "FUNCTION_ENTRY" 2 "CALL_RETURN" 1)
;; A tail call is no return: each of its functions is entered.
(assert_rests (invoke "return_call" (i32.const 3)) "FUNCTION_ENTRY" 4)
(assert_rests (invoke "bulk") "FUNCTION_ENTRY" 1 "BULK_OPERATION" 6)
(assert_rests (invoke "grow") "FUNCTION_ENTRY" 1 "GROWTH" 2)
(assert_rests (invoke "constant") "FUNCTION_ENTRY" 1 "ALLOCATION" 1)
;; A leaf function returns as others do. One that rests answers while the guest is at rest: once for each answer.
(assert_rests (invoke "leaf") "FUNCTION_ENTRY" 1 "CALL_RETURN" 1)
(assert_rests (invoke "wait") "FUNCTION_ENTRY" 1 "HOST_CALL" 1)
(assert_rests (invoke "pay") "FUNCTION_ENTRY" 1 "HOST_CALL" 2)
(assert_rests (invoke "host_call") "FUNCTION_ENTRY" 2 "HOST_CALL" 2)

;; A path that is longer than 4,096 has a check in between: here a function of 40,000 locals, whose entry costs 5,000, and
;; the two instructions behind it.
(module binary
  "\00asm" "\01\00\00\00"
  "\01\04\01\60\00\00"
  "\03\02\01\00"
  "\07\08\01\04long\00\00"
  "\0a\0b\01\09\01\c0\b8\02\7e" "\41\00\1a" "\0b")
(assert_fuel (invoke "long") 5002)
(assert_rests (invoke "long") "FUNCTION_ENTRY" 1 "LONG_PATH" 1)
