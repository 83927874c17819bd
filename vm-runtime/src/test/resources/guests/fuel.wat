;; One export for each construct that has a price of its own; the comment above it derives what one call costs.
(module
  (type $nothing (func))
  (memory 1 3)
  (table $table 16 64 funcref)
  (elem $segment func $nothing $nothing $nothing)
  (elem (table $table) (i32.const 0) func $nothing $int)
  (data $bytes "twenty bytes of data")
  (global $global (mut i32) (i32.const 0))

  ;; 0: the end of a function is free, and so is the way in
  (func $nothing (export "nothing"))

  ;; 0: so are blocks, loops and nops
  (func (export "structure")
    (nop)
    (block (loop (block (nop)))))

  ;; 2: two instructions; leaving by the end is free
  (func $int (export "instructions")
    (drop (i32.const 1)))

  ;; 1: a return; what stands behind it is never reached
  (func (export "return")
    (return)
    (drop (i32.const 1)))

  ;; 11: each of them is one instruction
  (func (export "straight") (param i32) (result i32)
    (global.set $global (i32.add (local.get 0) (i32.const 1)))   ;; 4
    (drop (local.tee 0 (memory.size)))                           ;; 3
    (select (local.get 0) (global.get $global) (i32.const 1)))   ;; 4

  ;; with 1: local.get, if, const, local.set: 4; with 0: local.get, if: 2; and 1 for local.get in the end
  (func (export "if") (param i32) (result i32)
    (if (local.get 0)
      (then (local.set 0 (i32.const 7))))
    (local.get 0))

  ;; with 1: 2 and one constant; with 0: 2, two constants and an addition
  (func (export "if_else") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.const 7))
      (else (i32.add (i32.const 1) (i32.const 2)))))

  ;; 1: a branch to the end of a block
  (func (export "br")
    (block $end
      (br $end)
      (drop (i32.const 1))))

  ;; with 1: local.get, br_if: 2; with 0: these and two more
  (func (export "br_if") (param i32)
    (block $end
      (br_if $end (local.get 0))
      (drop (i32.const 1))))

  ;; 2 for local.get and br_table; with 0 a constant and a drop follow, with 1 that twice, else nothing
  (func (export "br_table") (param i32)
    (block $end
      (block $twice
        (block $once
          (br_table $once $twice $end (local.get 0)))
        (drop (i32.const 1))
        (br $end))
      (drop (i32.const 1))
      (drop (i32.const 1))))

  ;; for each turn: local.get, const, sub, local.tee, br_if: 5
  (func (export "loop") (param i32)
    (loop $again
      (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))

  ;; 1 for the call, 2 for what it does
  (func (export "call")
    (call $int))

  ;; 2 for const and call_indirect, 2 for what it does
  (func (export "call_indirect")
    (call_indirect $table (type $nothing) (i32.const 1)))

  ;; 0, 1 and 2: one for each eight declared locals, parameters not among them
  (func (export "seven_locals") (param i64 i64 i64 i64 i64 i64 i64 i64 i64)
    (local i64 i64 i64 i64 i64 i64 i64))
  (func (export "eight_locals") (local i64 i64 i64 i64 i64 i64 i64 i64))
  (func (export "seventeen_locals")
    (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64))

  ;; 8: eight constants, and eight values that move for free
  (func $eight (export "eight_results") (result i32 i32 i32 i32 i32 i32 i32 i32)
    (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7) (i32.const 8))

  ;; 11: nine constants, and 2 for nine values that are returned
  (func $nine (export "nine_results") (result i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7) (i32.const 8)
    (i32.const 9))

  ;; 12: the same, and 1 for the return
  (func (export "nine_results_by_return") (result i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (return
      (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7) (i32.const 8)
      (i32.const 9)))

  ;; 14: nine constants, br 1, 2 for nine values, 2 more as the function returns them
  (func (export "nine_values_by_branch") (result i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (block $end (result i32 i32 i32 i32 i32 i32 i32 i32 i32)
      (br $end
        (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7)
        (i32.const 8) (i32.const 9))))

  ;; 12: nine constants, call 1, 2 for nine arguments
  (func $take_nine (param i32 i32 i32 i32 i32 i32 i32 i32 i32))
  (func (export "nine_arguments")
    (call $take_nine
      (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7) (i32.const 8)
      (i32.const 9)))

  ;; 4 for the operands and the instruction, and one for each 8 bytes begun
  (func (export "fill") (param i32)
    (memory.fill (i32.const 0) (i32.const 1) (local.get 0)))
  (func (export "copy") (param i32)
    (memory.copy (i32.const 8) (i32.const 0) (local.get 0)))
  (func (export "init") (param i32)
    (memory.init $bytes (i32.const 0) (i32.const 0) (local.get 0)))

  ;; 4 for the operands and the instruction, and one for each two references begun
  (func (export "table_fill") (param i32)
    (table.fill $table (i32.const 2) (ref.null func) (local.get 0)))
  (func (export "table_copy") (param i32)
    (table.copy $table $table (i32.const 4) (i32.const 0) (local.get 0)))
  (func (export "table_init") (param i32)
    (table.init $table $segment (i32.const 8) (i32.const 0) (local.get 0)))

  ;; 2, and 8,192 for each page; what is refused costs nothing more
  (func (export "grow") (param i32) (result i32)
    (memory.grow (local.get 0)))

  ;; without end
  (func (export "grow_again_and_again")
    (loop $again
      (drop (memory.grow (i32.const 1)))
      (br $again)))

  ;; 3, and one for each two elements begun
  (func (export "table_grow") (param i32) (result i32)
    (table.grow $table (ref.null func) (local.get 0)))

  ;; 5, although it traps at the third: a block is charged whole
  (func (export "trap_midway")
    (drop (i32.div_u (i32.const 1) (i32.const 0)))
    (nop)
    (unreachable)))
