;; What a guest may not exceed: here three pages and a little, of which the stack takes 1,024 slots of eight bytes.
(limits 208896 1024)

(module $memories
  (memory $m (export "m") 1)
  (memory $n 0 1)
  (table $t 0 funcref)
  (func (export "grow") (param i32) (result i32) (memory.grow $m (local.get 0)))
  (func (export "grow bounded") (param i32) (result i32) (memory.grow $n (local.get 0)))
  (func (export "grow table") (param i32) (result i32) (table.grow $t (ref.null func) (local.get 0)))
  (func (export "size") (result i32) (memory.size $m))
  (func (export "table size") (result i32) (table.size $t))
  (func (export "last") (param i32) (result i32) (i32.load8_u $m (local.get 0))))

;; More than the quota is refused and changes nothing; a maximum is one of its own.
(assert_return (invoke "grow" (i32.const 3)) (i32.const -1))
(assert_return (invoke "grow" (i32.const 65535)) (i32.const -1))
(assert_return (invoke "grow" (i32.const -1)) (i32.const -1))
(assert_return (invoke "size") (i32.const 1))
(assert_return (invoke "grow bounded" (i32.const 2)) (i32.const -1))
(assert_return (invoke "grow" (i32.const 1)) (i32.const 1))
(assert_return (invoke "grow" (i32.const 1)) (i32.const -1))
(assert_return (invoke "grow bounded" (i32.const 1)) (i32.const -1))
(assert_return (invoke "size") (i32.const 2))
(assert_return (invoke "last" (i32.const 131071)) (i32.const 0))
(assert_trap (invoke "last" (i32.const 131072)) "out of bounds memory access")
(assert_return (invoke "grow table" (i32.const 1000000)) (i32.const -1))
(assert_return (invoke "grow table" (i32.const -1)) (i32.const -1))
(assert_return (invoke "grow table" (i32.const 100)) (i32.const 0))
(assert_return (invoke "table size") (i32.const 100))
;; Refusals cost nothing but their instructions.
(assert_fuel (invoke "grow" (i32.const 3)) 2)
(assert_fuel (invoke "grow table" (i32.const 1000000)) 3)

;; A frame takes two slots, one for each local and one for each operand at their highest; arguments are operands of the
;; caller. In 1,024 slots: three for each level, and five for the last.
(module $stack
  (global $deepest (export "deepest") (mut i32) (i32.const 0))
  (func $recurse (export "recurse") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (call $recurse (i32.sub (local.get 0) (i32.const 1))))
      (else (i32.const 7))))
  (func $for_ever (export "for ever")
    (global.set $deepest (i32.add (global.get $deepest) (i32.const 1)))
    (call $for_ever))
  (func $ping (export "ping") (call $pong))
  (func $pong (local i64 i64 i64) (call $ping))
  (func $round (export "round") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (return_call $round (i32.sub (local.get 0) (i32.const 1))))
      (else (i32.const 7)))))
(assert_return (invoke "recurse" (i32.const 339)) (i32.const 7))
(assert_exhaustion (invoke "recurse" (i32.const 340)) "call stack exhausted")
(assert_return (invoke "recurse" (i32.const 339)) (i32.const 7))
;; Two slots of header and two operands: 1,024 slots hold a frame of four on top of others of two.
(assert_exhaustion (invoke "for ever") "call stack exhausted")
(assert_return (get "deepest") (i32.const 511))
(assert_exhaustion (invoke "ping") "call stack exhausted")
;; Calls in the caller's place take no room.
(assert_return (invoke "round" (i32.const 20000)) (i32.const 7))
(assert_exhaustion (invoke "for ever") "call stack exhausted")
(assert_return (get "deepest") (i32.const 1022))
