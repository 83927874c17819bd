;; Calls of the host that wait, in calls within calls.
(module $m
  (type $number (func (param i32) (result i32)))
  (import "tally" "next" (func $next (param i32) (result i32)))
  (import "tally" "wait" (func $wait (param i32) (result i32)))
  (import "tally" "call" (func $host_call (param funcref i32) (result i32)))
  (import "tally" "yield" (func $yield))
  (memory 1 2)
  (table $t funcref (elem $wait $waits $through_host))
  (global $seen (export "seen") (mut i32) (i32.const 0))

  ;; Operands below the call stay where they are.
  (func $waits (export "waits") (param i32) (result i32) (local $l i64)
    (local.set $l (i64.const 0x1_0000_0001))
    (i32.const 1000)
    (call $wait (local.get 0))
    (i32.add)
    (i32.add (i32.wrap_i64 (local.get $l))))
  (func (export "twice") (param i32) (result i32)
    (call $wait (call $wait (local.get 0))))
  (func $nested (export "nested") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (call $waits (i32.const 5)))
      (else (i32.add (i32.const 1) (call $nested (i32.sub (local.get 0) (i32.const 1)))))))

  ;; The host calls the guest, which waits for the host.
  (func $through_host (export "through host") (param i32) (result i32)
    (i32.add (i32.const 100) (call $host_call (ref.func $waits) (local.get 0))))
  ;; And so on: guest, host, guest, host, guest, host.
  (func (export "to and fro") (param i32) (result i32)
    (i32.add (i32.const 10000) (call $host_call (ref.func $through_host) (local.get 0))))
  ;; The host calls a function of the host.
  (func (export "host by host") (param i32) (result i32) (call $host_call (ref.func $wait) (local.get 0)))

  ;; Every way to call.
  (func (export "indirect") (param i32) (result i32)
    (call_indirect $t (type $number) (local.get 0) (i32.const 0)))
  (func (export "reference") (param i32) (result i32) (call_ref $number (local.get 0) (ref.func $wait)))
  (func $tail (export "tail") (param i32) (result i32) (local i64 i64) (return_call $wait (local.get 0)))
  (func (export "tail indirect") (param i32) (result i32)
    (return_call_indirect $t (type $number) (local.get 0) (i32.const 0)))
  (func (export "tail reference") (param i32) (result i32) (return_call_ref $number (local.get 0) (ref.func $wait)))
  (func (export "above tail") (param i32) (result i32)
    (i32.mul (i32.const 2) (call $tail (local.get 0))))
  (func (export "tail leaf") (param i32) (result i32) (return_call $next (local.get 0)))
  (func (export "host calls tail") (param i32) (result i32) (call $host_call (ref.func $tail) (local.get 0)))

  ;; In a loop, with growth and bulk operations between.
  (func (export "loop") (param $n i32) (result i32) (local $sum i32)
    (loop $again
      (memory.fill (i32.const 0) (local.get $n) (i32.const 100))
      (local.set $sum (i32.add (local.get $sum) (call $wait (i32.load8_u (i32.const 99)))))
      (call $yield)
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (drop (memory.grow (i32.const 1)))
    (local.get $sum))
  (func (export "yields") (call $yield) (call $nothing) (call $yield))
  (func $nothing (call $yield))
  (func (export "wait and trap") (drop (call $wait (i32.const 1))) (unreachable))
  (elem declare func $waits $through_host $wait $tail))

(assert_return (invoke "waits" (i32.const 5)) (i32.const 1007))
(assert_outcomes (invoke "waits" (i32.const 5)) "WAITING" "RETURNED")
(assert_return (invoke "twice" (i32.const 5)) (i32.const 7))
(assert_outcomes (invoke "twice" (i32.const 5)) "WAITING" "WAITING" "RETURNED")
(assert_return (invoke "nested" (i32.const 50)) (i32.const 1057))
(assert_outcomes (invoke "nested" (i32.const 50)) "WAITING" "RETURNED")
(assert_return (invoke "through host" (i32.const 5)) (i32.const 1107))
(assert_outcomes (invoke "through host" (i32.const 5)) "WAITING" "RETURNED")
(assert_return (invoke "to and fro" (i32.const 5)) (i32.const 11107))
(assert_outcomes (invoke "to and fro" (i32.const 5)) "WAITING" "RETURNED")
(assert_return (invoke "host by host" (i32.const 5)) (i32.const 6))
(assert_outcomes (invoke "host by host" (i32.const 5)) "WAITING" "RETURNED")

(assert_return (invoke "indirect" (i32.const 5)) (i32.const 6))
(assert_return (invoke "reference" (i32.const 5)) (i32.const 6))
(assert_return (invoke "tail" (i32.const 5)) (i32.const 6))
(assert_return (invoke "tail indirect" (i32.const 5)) (i32.const 6))
(assert_return (invoke "tail reference" (i32.const 5)) (i32.const 6))
(assert_outcomes (invoke "tail reference" (i32.const 5)) "WAITING" "RETURNED")
(assert_return (invoke "above tail" (i32.const 5)) (i32.const 12))
(assert_return (invoke "tail leaf" (i32.const 5)) (i32.const 6))
(assert_return (invoke "host calls tail" (i32.const 5)) (i32.const 6))

(assert_return (invoke "loop" (i32.const 3)) (i32.const 9))
(assert_outcomes (invoke "loop" (i32.const 2)) "WAITING" "YIELDED" "WAITING" "YIELDED" "RETURNED")
(assert_outcomes (invoke "yields") "YIELDED" "YIELDED" "YIELDED" "RETURNED")
(assert_outcomes (invoke "wait and trap") "WAITING" "TRAPPED")
(assert_trap (invoke "wait and trap") "unreachable")

;; An instantiation waits too; what it offers is there when it has ended.
(module $starts
  (import "tally" "wait" (func $wait (param i32) (result i32)))
  (import "tally" "yield" (func $yield))
  (global $answer (export "answer") (mut i32) (i32.const 0))
  (func $s (call $yield) (global.set $answer (call $wait (i32.const 41))))
  (start $s))
(assert_return (get "answer") (i32.const 42))

;; Across modules: the function that waits belongs to another.
(register "m" $m)
(module
  (import "m" "to and fro" (func $far (param i32) (result i32)))
  (func (export "across") (result i32) (call $far (i32.const 5))))
(assert_return (invoke "across") (i32.const 11107))

;; Functions of the host are functions: exported, in tables and compared by type.
(module
  (func $wait (export "wait") (import "tally" "wait") (param i32) (result i32))
  (func (export "itself") (result funcref) (ref.func $wait))
  (elem declare func $wait))
(assert_return (invoke "wait" (i32.const 1)) (i32.const 2))
(assert_return (invoke "itself") (ref.func))
