;; Grows its memory by a page again and again, and writes to each page that it gets. Once it is refused it asks once
;; more in every frame, counts the refusals and yields.
(module
  (import "tally" "yield" (func $yield))
  (memory (export "memory") 1)
  (global $refusals (export "refusals") (mut i32) (i32.const 0))

  (func $pages (export "pages") (result i32)
    (memory.size))

  (func $run (export "run")
    (local $page i32)
    (loop $again
      (local.set $page (memory.grow (i32.const 1)))
      (if (i32.eq (local.get $page) (i32.const -1))
        (then
          (global.set $refusals (i32.add (global.get $refusals) (i32.const 1)))
          (call $yield))
        (else
          (i32.store (i32.shl (local.get $page) (i32.const 16)) (local.get $page))))
      (br $again))))
