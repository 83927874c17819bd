;; What objects and exceptions cost, exactly, and where a guest comes to rest for them. An object costs one for each of its
;; 8-byte words, header and padding included, beside the instruction; filling it from a value or a segment as much again;
;; copies, one for each 8 bytes that are begun.
(module
  (type $empty (struct))
  (type $one (struct (field (mut i32))))
  (type $three (struct (field i8) (field i64) (field (ref null $one))))
  (type $bytes (array (mut i8)))
  (type $longs (array (mut i64)))
  (type $refs (array (mut (ref null $one))))
  (tag $plain)
  (tag $two (param i32 i64))
  (data $d "abcdefghijklmnopqrstuvwxyz")
  (elem $e (ref null $one) (ref.null $one) (ref.null $one) (ref.null $one))
  (global $b (mut (ref null $bytes)) (ref.null none))
  (global $r (mut (ref null $refs)) (ref.null none))
  (func (export "init")
    (global.set $b (array.new_default $bytes (i32.const 100)))
    (global.set $r (array.new_default $refs (i32.const 100))))

  ;; 2 instructions, and 1 for a header.
  (func (export "empty") (drop (struct.new $empty)))
  ;; 3, and 2 for a header and half a word.
  (func (export "one") (drop (struct.new $one (i32.const 1))))
  ;; 2, and 4: each field has its natural place.
  (func (export "three") (drop (struct.new_default $three)))
  ;; 4, and 2 for the structure.
  (func (export "get and set")
    (struct.set $one 0 (struct.new_default $one) (i32.const 1)))
  ;; 3, and 1, 2, 2, 3 for the array.
  (func (export "bytes") (param i32) (drop (array.new_default $bytes (local.get 0))))
  ;; 4, and 101 twice: for the array, and for its elements.
  (func (export "filled") (drop (array.new $longs (i64.const 1) (i32.const 100))))
  ;; 4, and 2: elements that lie on the stack already are not counted again.
  (func (export "fixed") (drop (array.new_fixed $bytes 2 (i32.const 1) (i32.const 1))))
  ;; 4, and 4 twice.
  (func (export "of data") (drop (array.new_data $bytes $d (i32.const 0) (i32.const 17))))
  ;; 4, and 3 twice.
  (func (export "of elements") (drop (array.new_elem $refs $e (i32.const 0) (i32.const 3))))
  ;; 6, and 3 for the 17 bytes that are begun.
  (func (export "copy") (param i32)
    (array.copy $bytes $bytes (global.get $b) (i32.const 0) (global.get $b) (i32.const 20) (local.get 0)))
  ;; 6, and 3 for 20 bytes.
  (func (export "copy references")
    (array.copy $refs $refs (global.get $r) (i32.const 0) (global.get $r) (i32.const 20) (i32.const 5)))
  ;; 5, and 3.
  (func (export "fill") (array.fill $bytes (global.get $b) (i32.const 0) (i32.const 20) (i32.const 17)))
  (func (export "data") (array.init_data $bytes $d (global.get $b) (i32.const 0) (i32.const 0) (i32.const 17)))
  ;; 5, and 2.
  (func (export "elements") (array.init_elem $refs $e (global.get $r) (i32.const 0) (i32.const 0) (i32.const 3)))
  ;; What makes no object costs its instructions: 4 each.
  (func (export "i31") (drop (i31.get_s (ref.i31 (i32.const 1)))))
  (func (export "test") (drop (ref.test i31ref (ref.i31 (i32.const 1)))))
  (func (export "cast") (drop (ref.cast i31ref (ref.i31 (i32.const 1)))))
  (func (export "branch")
    (drop (block (result (ref i31)) (br_on_cast 0 anyref (ref i31) (ref.i31 (i32.const 1))) (unreachable))))

  ;; 1: it can be left without a look at its clauses.
  (func (export "try") (try_table (catch_all 0) (nop)))
  ;; 1, and 1 for the exception.
  (func $throw (export "throw") (throw $plain))
  ;; 3, and 3 for the exception.
  (func (export "throw two") (throw $two (i32.const 1) (i64.const 1)))
  ;; 2, and 1; a branch to the clause costs nothing.
  (func (export "caught") (try_table (catch_all 0) (throw $plain)))
  ;; The same, and the call.
  (func (export "caught from a call") (try_table (catch_all 0) (call $throw)))
  ;; Frames and clauses that are looked at cost 1 for 8 of them: here a frame and 17 clauses.
  (func (export "many clauses")
    (block $h (result i32 i64)
      (try_table
          (catch $two $h) (catch $two $h) (catch $two $h) (catch $two $h)
          (catch $two $h) (catch $two $h) (catch $two $h) (catch $two $h)
          (catch $two $h) (catch $two $h) (catch $two $h) (catch $two $h)
          (catch $two $h) (catch $two $h) (catch $two $h) (catch $two $h) (catch_all 1)
        (throw $plain))
      (unreachable))
    (drop) (drop)))
(invoke "init")
(assert_fuel (invoke "empty") 3)
(assert_fuel (invoke "one") 5)
(assert_fuel (invoke "three") 6)
(assert_fuel (invoke "get and set") 5)
(assert_fuel (invoke "bytes" (i32.const 0)) 4)
(assert_fuel (invoke "bytes" (i32.const 1)) 5)
(assert_fuel (invoke "bytes" (i32.const 8)) 5)
(assert_fuel (invoke "bytes" (i32.const 9)) 6)
(assert_fuel (invoke "filled") 206)
(assert_fuel (invoke "fixed") 6)
(assert_fuel (invoke "of data") 12)
(assert_fuel (invoke "of elements") 10)
(assert_fuel (invoke "copy" (i32.const 17)) 9)
(assert_fuel (invoke "copy" (i32.const 0)) 6)
(assert_fuel (invoke "copy" (i32.const 100)) 6)
(assert_fuel (invoke "copy references") 9)
(assert_fuel (invoke "fill") 8)
(assert_fuel (invoke "data") 8)
(assert_fuel (invoke "elements") 7)
(assert_fuel (invoke "i31") 4)
(assert_fuel (invoke "test") 4)
(assert_fuel (invoke "cast") 4)
(assert_fuel (invoke "branch") 4)
(assert_fuel (invoke "try") 1)
(assert_fuel (invoke "throw") 2)
(assert_fuel (invoke "throw two") 6)
(assert_fuel (invoke "caught") 3)
(assert_fuel (invoke "caught from a call") 4)
(assert_fuel (invoke "many clauses") 5)

(assert_rests (invoke "empty") "FUNCTION_ENTRY" 1 "ALLOCATION" 1)
(assert_rests (invoke "bytes" (i32.const 9)) "FUNCTION_ENTRY" 1 "ALLOCATION" 1)
(assert_rests (invoke "filled") "FUNCTION_ENTRY" 1 "ALLOCATION" 1)
(assert_rests (invoke "of data") "FUNCTION_ENTRY" 1 "ALLOCATION" 1)
(assert_rests (invoke "of elements") "FUNCTION_ENTRY" 1 "ALLOCATION" 1)
(assert_rests (invoke "copy" (i32.const 8)) "FUNCTION_ENTRY" 1 "BULK_OPERATION" 1)
(assert_rests (invoke "fill") "FUNCTION_ENTRY" 1 "BULK_OPERATION" 1)
(assert_rests (invoke "data") "FUNCTION_ENTRY" 1 "BULK_OPERATION" 1)
(assert_rests (invoke "elements") "FUNCTION_ENTRY" 1 "BULK_OPERATION" 1)
(assert_rests (invoke "cast") "FUNCTION_ENTRY" 1)
(assert_rests (invoke "caught") "FUNCTION_ENTRY" 1 "ALLOCATION" 1 "CATCH" 1)
(assert_rests (invoke "caught from a call") "FUNCTION_ENTRY" 2 "ALLOCATION" 1 "CATCH" 1)

;; An exception that nobody catches leaves the frames as they were when it was thrown.
(module
  (tag $e (export "overflow") (param i32))
  (func $thrower (param i32) (throw $e (local.get 0)))
  (func $between (param i32) (result i32) (call $thrower (local.get 0)) (i32.const 1))
  (func $outer (export "outer") (param i32) (result i32) (i32.add (i32.const 2) (call $between (local.get 0))))
  (func $again (export "again") (param i32)
    (block $h (result exnref)
      (try_table (catch_all_ref $h) (drop (call $between (local.get 0))))
      (return))
    (throw_ref)))
(assert_stack (invoke "outer" (i32.const 1)) "uncaught exception" "thrower" "between" "outer")
(assert_stack (invoke "again" (i32.const 1)) "uncaught exception" "again")
