;; Recursion ten thousand calls deep, with operands waiting below each call and references among the locals; and two
;; functions that call each other through a table to the same depth. Needs a stack of 200,000 slots.
(module
  (type $step (func (param i32 i64) (result i64)))
  (table $steps 2 funcref)
  (elem (i32.const 0) $down_even $down_odd)

  (func $down (export "down") (param $depth i32) (param $x i64) (result i64)
    (local $function funcref) (local $kept f64)
    (if (i32.eqz (local.get $depth)) (then (return (local.get $x))))
    (local.set $function (table.get $steps (i32.and (local.get $depth) (i32.const 1))))
    (local.set $kept (f64.convert_i32_s (local.get $depth)))
    (i64.extend_i32_s (local.get $depth))
    (i64.xor (local.get $x) (i64.const 0x5555))
    (call $down
      (i32.sub (local.get $depth) (i32.const 1))
      (i64.add (i64.mul (local.get $x) (i64.const 6364136223846793005)) (i64.const 1)))
    i64.sub
    i64.add
    (i64.extend_i32_u (ref.is_null (local.get $function)))
    i64.add
    (i64.trunc_sat_f64_s (local.get $kept))
    i64.xor)

  (func $down_even (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (i64.rotl
      (call_indirect (type $step)
        (i32.sub (local.get 0) (i32.const 1))
        (i64.add (local.get 1) (i64.const 2))
        (i32.const 1))
      (i64.const 3)))

  (func $down_odd (type $step)
    (i64.xor
      (call_indirect (type $step)
        (i32.sub (local.get 0) (i32.const 1))
        (i64.mul (local.get 1) (i64.const 7))
        (i32.const 0))
      (i64.extend_i32_s (local.get 0))))

  (func $run (export "run") (param $rounds i32) (result i64)
    (local $sum i64)
    loop $next
      (local.set $sum
        (i64.add
          (call $down (i32.const 10000) (local.get $sum))
          (call $down_even (i32.const 10000) (i64.extend_i32_s (local.get $rounds)))))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1))))
    end
    (local.get $sum)))
