;; Grows its memory by a page, and writes to it, until that is refused; answers how many pages it got.
(module
  (memory (export "memory") 0)
  (func $run (export "run") (result i32)
    (local $page i32)
    (loop $again
      (local.set $page (memory.grow (i32.const 1)))
      (if (i32.ne (local.get $page) (i32.const -1))
        (then
          (i32.store (i32.shl (local.get $page) (i32.const 16)) (local.get $page))
          (br $again))))
    (memory.size)))
