;; Garbage is made beside a table that takes most of the quota, all of which each collection must look at.
(module
  (type $node (struct
    (field $next (mut (ref null $node))) (field $other (mut (ref null $node))) (field (mut i64)) (field (mut i64))))
  (type $nodes (array (mut (ref null $node))))
  (table 4000000 (ref null $node))
  (func (export "build"))
  (func (export "run")
    (loop $again
      (drop (struct.new_default $node))
      (br $again))))
