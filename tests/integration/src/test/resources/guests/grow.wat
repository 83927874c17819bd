;; A memory that grows page by page up to its maximum while the guest works in it: each new page reads as zero, is
;; written and belongs to the next checksum. Then growth is refused, and growth by nothing still answers.
(module
  (memory (export "memory") 1 64)

  (func $touch (param $page i32) (result i32)
    (local $at i32) (local $end i32) (local $sum i32)
    (local.set $at (i32.shl (local.get $page) (i32.const 16)))
    (local.set $end (i32.add (local.get $at) (i32.const 65536)))
    loop $next
      (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 31)) (i32.load (local.get $at))))
      (i32.store (local.get $at) (i32.xor (local.get $at) (local.get $page)))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 172))) (local.get $end)))
    end
    (local.get $sum))

  (func $run (export "run") (param $pages i32) (result i32)
    (local $page i32) (local $sum i32)
    loop $next
      (local.set $page (memory.grow (i32.const 1)))
      (if (i32.ne (local.get $page) (i32.const -1))
        (then
          ;; The page before, written in the last round, then the new one, all zero.
          (local.set $sum
            (i32.add
              (i32.mul (local.get $sum) (i32.const 31))
              (call $touch (i32.sub (local.get $page) (i32.const 1)))))
          (local.set $sum (i32.add (local.get $sum) (call $touch (local.get $page))))
          (br_if $next (local.tee $pages (i32.sub (local.get $pages) (i32.const 1))))))
    end
    (local.get $sum))

  (func $pages (export "pages") (result i32) (memory.size))
  (func $grow (export "grow") (param $pages i32) (result i32) (memory.grow (local.get $pages)))
  (func $last_word (export "last_word") (result i32)
    (i32.load (i32.sub (i32.shl (memory.size) (i32.const 16)) (i32.const 4)))))
