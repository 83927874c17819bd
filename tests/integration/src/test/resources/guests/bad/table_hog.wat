;; Grows its table by 1,000 elements until that is refused; answers how many it got.
(module
  (table $table 0 funcref)
  (func $run (export "run") (result i32)
    (loop $again
      (br_if $again (i32.ne (table.grow $table (ref.null func) (i32.const 1000)) (i32.const -1))))
    (table.size $table)))
