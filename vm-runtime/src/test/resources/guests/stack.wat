;; Frames whose slots can be counted: parameters and locals, 2 for the header, and the highest operands. Arguments are the
;; topmost operands of the caller and the first slots of the callee.
(module
  (import "host" "take" (func $take (param i32 i32 i32) (result i32)))

  ;; 5 + 2 + 4 = 11 slots
  (func $flat (export "flat") (param i32 i64) (local i32 i32 i32)
    (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4)
    (drop) (drop) (drop) (drop))

  ;; 0 + 2, one operand that stays, then the frame of the callee: 3 + 11 = 14
  (func (export "calls_flat")
    (i32.const 9)
    (call $flat (i32.const 1) (i64.const 2))
    (drop))

  ;; 1 + 2 + 2 = 5 slots, of which the last 2 are shared with the callee: n + 1 of them take 3 n + 5
  (func $recurse (export "recurse") (param $n i32)
    (if (local.get $n)
      (then (call $recurse (i32.sub (local.get $n) (i32.const 1))))))

  ;; 0 + 2, then the frame of the host's function: 3 + 2
  (func (export "calls_host") (result i32)
    (call $take (i32.const 1) (i32.const 2) (i32.const 3))))
