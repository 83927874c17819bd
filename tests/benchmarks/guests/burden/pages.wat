;; A memory grows page by page until the quota is used up, beside objects for which a census is taken at the end.
(module
  (type $node (struct
    (field $next (mut (ref null $node))) (field $other (mut (ref null $node))) (field (mut i64)) (field (mut i64))))
  (type $nodes (array (mut (ref null $node))))
  (global $list (mut (ref null $node)) (ref.null $node))
  (func $push
    (global.set $list (struct.new $node (global.get $list) (ref.null $node) (i64.const 1) (i64.const 2))))
  (func $build (param $nodes i32)
    (loop $more
      (call $push)
      (br_if $more (local.tee $nodes (i32.sub (local.get $nodes) (i32.const 1))))))
  (memory 1)
  (func (export "build") (call $build (i32.const 10000)))
  (func (export "run")
    (loop $again
      (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))))
