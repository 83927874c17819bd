;; Young objects are stored all over a large old array, one to a card.
(module
  (type $node (struct
    (field $next (mut (ref null $node))) (field $other (mut (ref null $node))) (field (mut i64)) (field (mut i64))))
  (type $nodes (array (mut (ref null $node))))
  (global $all (mut (ref null $nodes)) (ref.null $nodes))
  (func (export "build") (global.set $all (array.new_default $nodes (i32.const 2000000))))
  (func (export "run") (local $at i32)
    (loop $again
      (array.set $nodes (global.get $all) (local.get $at) (struct.new_default $node))
      (local.set $at (i32.add (local.get $at) (i32.const 32)))
      (if (i32.ge_u (local.get $at) (i32.const 2000000)) (then (local.set $at (i32.const 0))))
      (br $again))))
