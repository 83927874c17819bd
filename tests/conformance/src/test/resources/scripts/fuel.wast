;; What each construct costs, exactly, in every mode. The comment before a function derives the figures behind it: one for
;; each instruction, nothing for block, loop, else, end and nop, and what grows with operands by its size.
(module
  (type $nothing (func))
  (type $number (func (result i32)))
  (import "tally" "next" (func $next (param i32) (result i32)))
  (import "tally" "charge" (func $charge (param i64)))
  (import "tally" "pay" (func $pay (param i64)))
  (import "tally" "wait" (func $wait (param i32) (result i32)))
  (import "tally" "call" (func $host_call (param funcref i32) (result i32)))
  (import "tally" "yield" (func $yield))
  (memory $m 1 3)
  (memory $n 1 3)
  (memory $wide i64 1 3)
  (table $t 16 32 funcref)
  (table $wide_table i64 4 8 funcref)
  (global $g (mut i32) (i32.const 0))
  (elem $e func $two $two $two)
  (elem (table $t) (i32.const 0) func $two $empty)
  (elem declare func $two $empty $twice)
  (data $d "seventeen bytes..")

  ;; 0: entering and leaving are free, and so are blocks.
  (func $empty (export "empty"))
  (func (export "structure") (nop) (block (loop (block (nop)))))
  ;; 2: a constant and a drop.
  (func $two (export "two") (drop (i32.const 1)))
  ;; 1: nothing behind a return is reached.
  (func (export "return") (return) (drop (i32.const 1)))
  ;; 3 operands and the instruction.
  (func (export "select") (result i32) (select (i32.const 1) (i32.const 2) (i32.const 3)))
  (func (export "select_typed") (result i32) (select (result i32) (i32.const 1) (i32.const 2) (i32.const 3)))
  ;; 2 for the operand and if; then 1, else 2; 1 for the result's drop.
  (func (export "if") (param i32)
    (drop (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.eqz (i32.const 1))))))
  ;; 2 for the operand and if; then 2; nothing else.
  (func (export "if_then") (param i32) (if (local.get 0) (then (drop (i32.const 1)))))
  ;; local.get, br_if: 2; if it falls through, two more.
  (func (export "br_if") (param i32) (block (br_if 0 (local.get 0)) (drop (i32.const 1))))
  ;; local.get, br_table: 2; then nothing, 2, or 4.
  (func (export "br_table") (param i32)
    (block (block (block (br_table 2 1 0 (local.get 0))) (drop (i32.const 1))) (drop (i32.const 1))))
  ;; local.get, i32.const, i32.sub, local.tee, br_if: 5 a turn.
  (func (export "loop") (param i32)
    (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  ;; global.get, i32.const, i32.add, global.set: 4.
  (func (export "global") (global.set $g (i32.add (global.get $g) (i32.const 1))))
  ;; Loads and stores cost 1 as others do, whatever their memory: 2 for a load, and 1 for its drop; 3 for a store.
  (func (export "load") (drop (i64.load $m (i32.const 8))))
  (func (export "load_wide") (drop (i64.load $wide (i64.const 8))))
  (func (export "store") (i64.store8 $n (i32.const 8) (i64.const 1)))

  ;; 1 for the call, 2 for what it does.
  (func (export "call") (call $two))
  ;; One more for the index or the reference.
  (func (export "call_indirect") (call_indirect $t (type $nothing) (i32.const 0)))
  (func (export "call_ref") (call_ref $nothing (ref.func $two)))
  ;; The same in the caller's place.
  (func (export "return_call") (return_call $two))
  (func (export "return_call_indirect") (return_call_indirect $t (type $nothing) (i32.const 0)))
  (func (export "return_call_ref") (return_call_ref $nothing (ref.func $two)))
  ;; local.get, br_on_null, drop: 3 if it is not null; else 2.
  (func (export "br_on_null") (param funcref) (block (br_on_null 0 (local.get 0)) (drop)))
  ;; ref.func, br_on_non_null: 2, and a drop.
  (func (export "br_on_non_null")
    (block (result (ref func)) (br_on_non_null 0 (ref.func $two)) (return)) (drop))
  ;; ref.func, ref.as_non_null, drop; ref.null, ref.is_null, drop.
  (func (export "references") (drop (ref.as_non_null (ref.func $two))) (drop (ref.is_null (ref.null func))))

  ;; One more for each eight declared locals; parameters are not counted.
  (func (export "locals_7") (param i64 i64) (local i64 i64 i64 i64 i64 i64 i64))
  (func (export "locals_8") (local i64 i64 i64 i64 i64 i64 i64 i64))
  (func (export "locals_17")
    (local i64 i64 i64 i64 i64 i64 i64 i64) (local i64 i64 i64 i64 i64 i64 i64 i64) (local f64))
  ;; Nine constants; 2 more for nine results.
  (func $nine (export "results_9") (result i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7) (i32.const 8)
    (i32.const 9))
  ;; Eight constants, which move for nothing.
  (func (export "results_8") (result i32 i32 i32 i32 i32 i32 i32 i32)
    (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7) (i32.const 8))

  ;; 4 for the operands and the instruction, and 1 for each eight bytes or two references begun.
  (func (export "memory.fill") (param i32) (memory.fill $m (i32.const 1) (i32.const 7) (local.get 0)))
  (func (export "memory.fill wide") (param i64) (memory.fill $wide (i64.const 1) (i32.const 7) (local.get 0)))
  (func (export "memory.copy") (param i32) (memory.copy $n $m (i32.const 3) (i32.const 0) (local.get 0)))
  (func (export "memory.copy up") (param i32) (memory.copy $m $m (i32.const 3) (i32.const 0) (local.get 0)))
  (func (export "memory.init") (param i32) (memory.init $n $d (i32.const 0) (i32.const 0) (local.get 0)))
  (func (export "table.fill") (param i32) (table.fill $t (i32.const 2) (ref.func $two) (local.get 0)))
  (func (export "table.copy") (param i32) (table.copy $t $t (i32.const 3) (i32.const 2) (local.get 0)))
  (func (export "table.init") (param i32) (table.init $t $e (i32.const 8) (i32.const 0) (local.get 0)))
  ;; local.get, memory.grow, drop: 3, and 8,192 a page; what is refused costs nothing more.
  (func (export "memory.grow") (param i32) (drop (memory.grow $m (local.get 0))))
  (func (export "memory.grow wide") (param i64) (drop (memory.grow $wide (local.get 0))))
  ;; ref.null, local.get, table.grow, drop: 4, and 1 for each two elements begun.
  (func (export "table.grow") (param i32) (drop (table.grow $t (ref.null func) (local.get 0))))
  (func (export "table.grow wide") (param i64) (drop (table.grow $wide_table (ref.null func) (local.get 0))))
  ;; memory.size, drop; table.size, drop; data.drop; elem.drop.
  (func (export "sizes") (drop (memory.size $n)) (drop (table.size $wide_table)) (data.drop $d) (elem.drop $e))

  ;; A function of the host costs its call and what it charges or collects.
  (func (export "next") (drop (call $next (i32.const 1))))
  (func (export "charge") (param i64) (call $charge (local.get 0)))
  (func (export "pay") (param i64) (call $pay (local.get 0)))
  (func (export "wait") (drop (call $wait (i32.const 1))))
  (func (export "yield") (call $yield))
  ;; ref.func, i32.const, call, drop: 4; local.get, i32.const, i32.mul in what is called back: 3.
  (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
  (func (export "host_call") (drop (call $host_call (ref.func $twice) (i32.const 4))))

  ;; A block is charged whole at its head, also if it traps midway: constant, constant, division, drop, constant, drop.
  (func (export "midway")
    (drop (i32.div_s (i32.const 1) (i32.const 0)))
    (drop (i32.const 1)))
  ;; Behind a branch that is not taken begins another block: 2, and not what stands behind the trap's block.
  (func (export "in_two_blocks") (param i32)
    (block
      (br_if 0 (local.get 0))
      (unreachable))
    (drop (i32.const 1))))

(assert_fuel (invoke "empty") 0)
(assert_fuel (invoke "structure") 0)
(assert_fuel (invoke "two") 2)
(assert_fuel (invoke "return") 1)
(assert_fuel (invoke "select") 4)
(assert_fuel (invoke "select_typed") 4)
(assert_fuel (invoke "if" (i32.const 1)) 4)
(assert_fuel (invoke "if" (i32.const 0)) 5)
(assert_fuel (invoke "if_then" (i32.const 1)) 4)
(assert_fuel (invoke "if_then" (i32.const 0)) 2)
(assert_fuel (invoke "br_if" (i32.const 1)) 2)
(assert_fuel (invoke "br_if" (i32.const 0)) 4)
(assert_fuel (invoke "br_table" (i32.const 0)) 2)
(assert_fuel (invoke "br_table" (i32.const 1)) 4)
(assert_fuel (invoke "br_table" (i32.const 2)) 6)
(assert_fuel (invoke "br_table" (i32.const -1)) 6)
(assert_fuel (invoke "loop" (i32.const 1)) 5)
(assert_fuel (invoke "loop" (i32.const 1000)) 5000)
(assert_fuel (invoke "global") 4)
(assert_fuel (invoke "load") 3)
(assert_fuel (invoke "load_wide") 3)
(assert_fuel (invoke "store") 3)

(assert_fuel (invoke "call") 3)
(assert_fuel (invoke "call_indirect") 4)
(assert_fuel (invoke "call_ref") 4)
(assert_fuel (invoke "return_call") 3)
(assert_fuel (invoke "return_call_indirect") 4)
(assert_fuel (invoke "return_call_ref") 4)
(assert_fuel (invoke "br_on_null" (ref.null func)) 2)
(assert_fuel (invoke "br_on_non_null") 3)
(assert_fuel (invoke "references") 6)

(assert_fuel (invoke "locals_7" (i64.const 0) (i64.const 0)) 0)
(assert_fuel (invoke "locals_8") 1)
(assert_fuel (invoke "locals_17") 2)
(assert_fuel (invoke "results_8") 8)
(assert_fuel (invoke "results_9") 11)

(assert_fuel (invoke "memory.fill" (i32.const 0)) 4)
(assert_fuel (invoke "memory.fill" (i32.const 1)) 5)
(assert_fuel (invoke "memory.fill" (i32.const 8)) 5)
(assert_fuel (invoke "memory.fill" (i32.const 9)) 6)
(assert_fuel (invoke "memory.fill" (i32.const 65535)) 8196)
(assert_fuel (invoke "memory.fill" (i32.const 65536)) 4)
(assert_fuel (invoke "memory.fill wide" (i64.const 17)) 7)
(assert_fuel (invoke "memory.fill wide" (i64.const -1)) 4)
(assert_fuel (invoke "memory.copy" (i32.const 1000)) 129)
(assert_fuel (invoke "memory.copy up" (i32.const 1000)) 129)
(assert_fuel (invoke "memory.copy up" (i32.const 1001)) 130)
(assert_fuel (invoke "memory.init" (i32.const 17)) 7)
(assert_fuel (invoke "memory.init" (i32.const 18)) 4)
(assert_fuel (invoke "table.fill" (i32.const 0)) 4)
(assert_fuel (invoke "table.fill" (i32.const 5)) 7)
(assert_fuel (invoke "table.copy" (i32.const 4)) 6)
(assert_fuel (invoke "table.init" (i32.const 3)) 6)
(assert_fuel (invoke "memory.grow" (i32.const 0)) 3)
(assert_fuel (invoke "memory.grow" (i32.const 2)) 16387)
(assert_fuel (invoke "memory.grow" (i32.const 1)) 3)
(assert_fuel (invoke "memory.grow wide" (i64.const 1)) 8195)
(assert_fuel (invoke "memory.grow wide" (i64.const 0x1_0000_0000)) 3)
(assert_fuel (invoke "table.grow" (i32.const 3)) 6)
(assert_fuel (invoke "table.grow" (i32.const 100)) 4)
(assert_fuel (invoke "table.grow wide" (i64.const 4)) 6)
(assert_fuel (invoke "table.grow wide" (i64.const -1)) 4)
(assert_fuel (invoke "sizes") 6)

(assert_fuel (invoke "next") 3)
(assert_fuel (invoke "charge" (i64.const 0)) 2)
(assert_fuel (invoke "charge" (i64.const 1000)) 1002)
(assert_fuel (invoke "pay" (i64.const 1000)) 1002)
(assert_fuel (invoke "wait") 3)
(assert_fuel (invoke "yield") 1)
(assert_fuel (invoke "host_call") 7)

(assert_fuel (invoke "midway") 6)
(assert_fuel (invoke "in_two_blocks" (i32.const 1)) 4)
(assert_fuel (invoke "in_two_blocks" (i32.const 0)) 3)

;; Instantiation is paid for as if it stood in a function.
(assert_fuel (module) 0)
;; i32.const, global.set; then i32.const, i32.const, i32.mul, i32.const, i32.add, global.set.
(assert_fuel
  (module (global i32 (i32.const 1)) (global i32 (i32.add (i32.mul (i32.const 2) (i32.const 3)) (i32.const 4))))
  8)
;; i32.const, memory.init and 2 for nine bytes, data.drop.
(assert_fuel (module (memory 1) (data (i32.const 0) "nine byte")) 5)
;; i64.const in place of i32.const.
(assert_fuel (module (memory i64 1) (data (i64.const 0) "nine byte")) 5)
;; Passive segments cost nothing.
(assert_fuel (module (data "nine byte")) 0)
;; Three items: ref.func and table.set for each; i32.const, table.init and 2 for three references, elem.drop.
(assert_fuel (module (table 3 funcref) (func $f) (elem (i32.const 0) func $f $f $f)) 11)
;; Items of passive segments are made as well.
(assert_fuel (module (func $f) (elem func $f $f)) 4)
;; ref.func, and table.fill with 3 for five references.
(assert_fuel (module (table 5 funcref (ref.func $f)) (func $f)) 5)
;; The start function: its call, a constant and a drop.
(assert_fuel (module (func $s (drop (i32.const 0))) (start $s)) 3)
;; What traps has been paid for: i32.const, memory.init, and data.drop stands behind the safepoint.
(assert_fuel (module (memory 1) (data (i32.const 65530) "nine byte")) 2)
