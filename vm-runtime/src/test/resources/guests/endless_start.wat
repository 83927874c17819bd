;; Never comes to the end of its start function; has a function that could be called after it.
(module
  (global $turns (export "turns") (mut i32) (i32.const 0))
  (start $endless)
  (func $endless
    (loop $again
      (global.set $turns (i32.add (global.get $turns) (i32.const 1)))
      (br $again)))
  (func (export "answer") (result i32)
    (i32.const 42)))
