;; Keeps what it has in a linear memory, and asks the host at every frame.
(module
  (import "host" "ask" (func $ask (param i32) (result i32)))
  (import "tally" "yield" (func $yield))
  (memory 1 100)

  ;; Copies 64 bytes and grows by one page in every frame whose number, counted from 1, is a multiple of `period`.
  (func (export "grow") (param $period i32)
    (local $frame i32)
    (loop $next
      (local.set $frame (call $ask (i32.add (local.get $frame) (i32.const 1))))
      (memory.copy (i32.const 0) (i32.const 64) (i32.const 64))
      (drop (memory.grow (i32.eqz (i32.rem_u (local.get $frame) (local.get $period)))))
      (call $yield)
      (br $next))))
