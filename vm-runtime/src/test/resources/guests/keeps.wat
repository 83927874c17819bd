;; Keeps what it is given, in two globals and a table, for tests that have the same come about in another order.
(module
  (table $table (export "table") 4 externref)
  (global $first (export "first") (mut externref) (ref.null extern))
  (global $second (export "second") (mut externref) (ref.null extern))

  (func (export "keep_first") (param externref)
    (global.set $first (local.get 0)))

  (func (export "keep_second") (param externref)
    (global.set $second (local.get 0)))

  (func (export "keep_in_table") (param $index i32) (param externref)
    (table.set $table (local.get $index) (local.get 1))))
