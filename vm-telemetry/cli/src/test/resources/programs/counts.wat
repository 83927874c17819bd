;; Counts down, in a memory that it fills on its way.
(module
  (memory 1)
  (func (export "count") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (local.get $sum) (local.get $n)))
      (i32.store (i32.and (local.get $n) (i32.const 0xfffc)) (local.get $sum))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum)))
