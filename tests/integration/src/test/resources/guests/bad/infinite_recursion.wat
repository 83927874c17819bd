;; Recurs without end: by itself, and by two functions in turn, one of them through a table.
(module
  (type $deeper (func (param i32) (result i32)))
  (table 1 funcref)
  (elem (i32.const 0) $there)

  (func $down (export "run") (param $depth i32) (result i32)
    (i32.add (call $down (i32.add (local.get $depth) (i32.const 1))) (i32.const 1)))

  (func $here (export "in_turn") (type $deeper)
    (i32.add (call_indirect (type $deeper) (local.get 0) (i32.const 0)) (i32.const 1)))
  (func $there (type $deeper)
    (i32.add (call $here (local.get 0)) (i32.const 1))))
