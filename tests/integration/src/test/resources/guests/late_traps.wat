;; Each export works for a while, tells the host how far it came, and traps deep in its calls, each in another way. The
;; instance lives on: memory keeps what was written before the trap, and the next call goes on from there.
(module
  (type $unary (func (param i32) (result i32)))
  (import "host" "note" (func $note (param i32)))
  (memory (export "memory") 1 1)
  (table $entries 4 funcref)
  (elem (i32.const 1) $work)
  (global $trips (mut i32) (i32.const 0))

  (func $work (type $unary)
    (local $i i32)
    loop $next
      (i32.store offset=256
        (i32.and (i32.mul (local.get $i) (i32.const 52)) (i32.const 0x7ffc))
        (i32.add
          (i32.load offset=256 (i32.and (i32.mul (local.get $i) (i32.const 68)) (i32.const 0x7ffc)))
          (local.get 0)))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6000)))
    end
    (global.set $trips (i32.add (global.get $trips) (i32.const 1)))
    (call $note (global.get $trips))
    (local.get 0))

  ;; Traps at the bottom of twenty calls.
  (func $divide_below (param $depth i32) (param $by i32) (result i32)
    (if (result i32) (local.get $depth)
      (then
        (i32.add (local.get $depth) (call $divide_below (i32.sub (local.get $depth) (i32.const 1)) (local.get $by))))
      (else (i32.div_s (i32.const 0x80000000) (local.get $by)))))

  (func $divide (export "divide") (param $by i32) (result i32)
    (drop (call $work (i32.const 3)))
    (call $divide_below (i32.const 20) (local.get $by)))
  (func $convert (export "convert") (param $x f32) (result i64)
    (drop (call $work (i32.const 5)))
    (i64.trunc_f32_u (local.get $x)))
  (func $unreachable (export "unreachable")
    (drop (call $work (i32.const 7)))
    unreachable)
  (func $store_at (export "store_at") (param $at i32)
    (drop (call $work (i32.const 11)))
    (i64.store offset=8 (local.get $at) (i64.const -1)))
  (func $load_at (export "load_at") (param $at i32) (result i32)
    (drop (call $work (i32.const 13)))
    (i32.load16_s offset=0xffffffff (local.get $at)))
  (func $call_entry (export "call_entry") (param $entry i32) (result i32)
    (drop (call $work (i32.const 17)))
    (call_indirect (type $unary) (i32.const 19) (local.get $entry)))
  (func $get_entry (export "get_entry") (param $entry i32) (result i32)
    (drop (call $work (i32.const 23)))
    (ref.is_null (table.get $entries (local.get $entry))))

  (func $sum (export "sum") (result i64)
    (local $at i32) (local $sum i64)
    loop $next
      (local.set $sum
        (i64.add (i64.rotl (local.get $sum) (i64.const 9)) (i64.load offset=256 (local.get $at))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (i32.const 32768)))
    end
    (local.get $sum)))
