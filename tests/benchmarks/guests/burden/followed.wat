;; The list of nodes that lie in no order is followed by the guest itself: what waiting for memory costs without a collector.
(module
  (type $node (struct
    (field $next (mut (ref null $node))) (field $other (mut (ref null $node))) (field (mut i64)) (field (mut i64))))
  (type $nodes (array (mut (ref null $node))))
  (global $all (mut (ref null $nodes)) (ref.null $nodes))
  (global $list (mut (ref null $node)) (ref.null $node))
  (global $random (mut i64) (i64.const 1))
  (func $below (param $bound i32) (result i32)
    (global.set $random (i64.add
      (i64.mul (global.get $random) (i64.const 6364136223846793005)) (i64.const 1442695040888963407)))
    (i32.wrap_i64 (i64.shr_u
      (i64.mul (i64.shr_u (global.get $random) (i64.const 32)) (i64.extend_i32_u (local.get $bound))) (i64.const 32))))
  (func (export "build") (local $at i32) (local $other i32) (local $node (ref null $node))
    (global.set $all (array.new_default $nodes (i32.const 440000)))
    (loop $more
      (array.set $nodes (global.get $all) (local.get $at) (struct.new_default $node))
      (br_if $more (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 440000))))
    (loop $more
      (local.set $other (call $below (local.get $at)))
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (local.set $node (array.get $nodes (global.get $all) (local.get $other)))
      (array.set $nodes (global.get $all) (local.get $other) (array.get $nodes (global.get $all) (local.get $at)))
      (struct.set $node $next (local.get $node) (global.get $list))
      (global.set $list (local.get $node))
      (br_if $more (local.get $at)))
    (global.set $all (ref.null $nodes)))
  (func (export "run") (local $node (ref null $node))
    (loop $again
      (local.set $node (struct.get $node $next
        (if (result (ref null $node)) (ref.is_null (local.get $node))
          (then (global.get $list))
          (else (local.get $node)))))
      (br $again))))
