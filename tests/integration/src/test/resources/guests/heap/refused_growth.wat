;; Asks for too much: each frame asks for 20,000 pages and for 50 million table elements, more than the usual quota has, and
;; is refused both. No frame makes an object of the arena.
(module
  (import "tally" "yield" (func $yield))
  (memory 1)
  (table $table 1 funcref)

  (func $frame (export "frame") (result i32 i32)
    (memory.grow (i32.const 20000))
    (table.grow $table (ref.null func) (i32.const 50000000)))

  ;; Frames without end, a yield after each.
  (func $run (export "run")
    (loop $next
      (call $frame)
      (drop)
      (drop)
      (call $yield)
      (br $next))))
