;; Never finishes its start function: no call can ever begin.
(module
  (global $turns (export "turns") (mut i64) (i64.const 0))
  (func $begin
    (loop $again
      (global.set $turns (i64.add (global.get $turns) (i64.const 1)))
      (br $again)))
  (start $begin)
  (func $run (export "run") (result i32) (i32.const 1)))
