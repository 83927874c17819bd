;; Traps while it is instantiated.
(module
  (start $fail)
  (func $fail
    (unreachable))
  (func (export "answer") (result i32)
    (i32.const 42)))
