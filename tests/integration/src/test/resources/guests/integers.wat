;; Every operation on 32-bit and 64-bit integers over pseudo-random operands, among them the extreme ones, folded into
;; one figure. Operands that would trap are kept away from divisions.
(module
  (global $seed (mut i64) (i64.const 0))

  ;; A pseudo-random number; every fourth is 0, 1, -1, the least, the greatest or a power of two.
  (func $operand (result i64)
    (local $x i64)
    (global.set $seed
      (i64.add
        (i64.mul (global.get $seed) (i64.const 6364136223846793005))
        (i64.const 1442695040888963407)))
    (local.set $x (i64.rotr (global.get $seed) (i64.const 23)))
    block $special
      (br_if $special (i64.eqz (i64.and (local.get $x) (i64.const 0x300))))
      (return (local.get $x))
    end
    block $power
      block $greatest
        block $least
          block $minus_one
            block $one
              block $zero
                (br_table $zero $one $minus_one $least $greatest $power
                  (i32.and (i32.wrap_i64 (local.get $x)) (i32.const 7)))
              end
              (return (i64.const 0))
            end
            (return (i64.const 1))
          end
          (return (i64.const -1))
        end
        (return (i64.const 0x8000000000000000))
      end
      (return (i64.const 0x7fffffffffffffff))
    end
    (i64.shl (i64.const 1) (i64.shr_u (local.get $x) (i64.const 12))))

  (func $wide (export "wide") (param $a i64) (param $b i64) (result i64)
    (local $sum i64) (local $d i64)
    (local.set $d (i64.or (local.get $b) (i64.const 2)))
    (local.set $d (select (i64.const 3) (local.get $d) (i64.eq (local.get $d) (i64.const -1))))
    (local.set $sum (i64.add (local.get $a) (local.get $b)))
    (local.set $sum (i64.xor (i64.rotl (local.get $sum) (i64.const 5)) (i64.sub (local.get $a) (local.get $b))))
    (local.set $sum (i64.xor (i64.rotl (local.get $sum) (i64.const 5)) (i64.mul (local.get $a) (local.get $b))))
    (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (i64.div_s (local.get $a) (local.get $d))))
    (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (i64.div_u (local.get $a) (local.get $d))))
    (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (i64.rem_s (local.get $a) (local.get $d))))
    (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (i64.rem_u (local.get $a) (local.get $d))))
    (local.set $sum (i64.xor (i64.rotl (local.get $sum) (i64.const 5)) (i64.and (local.get $a) (local.get $b))))
    (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (i64.or (local.get $a) (local.get $b))))
    (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (i64.xor (local.get $a) (local.get $b))))
    (local.set $sum (i64.xor (i64.rotl (local.get $sum) (i64.const 5)) (i64.shl (local.get $a) (local.get $b))))
    (local.set $sum (i64.xor (i64.rotl (local.get $sum) (i64.const 5)) (i64.shr_s (local.get $a) (local.get $b))))
    (local.set $sum (i64.xor (i64.rotl (local.get $sum) (i64.const 5)) (i64.shr_u (local.get $a) (local.get $b))))
    (local.set $sum (i64.xor (i64.rotl (local.get $sum) (i64.const 5)) (i64.rotl (local.get $a) (local.get $b))))
    (local.set $sum (i64.xor (i64.rotl (local.get $sum) (i64.const 5)) (i64.rotr (local.get $a) (local.get $b))))
    (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (i64.clz (local.get $a))))
    (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (i64.ctz (local.get $a))))
    (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (i64.popcnt (local.get $a))))
    (local.set $sum (i64.sub (i64.rotl (local.get $sum) (i64.const 5)) (i64.extend8_s (local.get $a))))
    (local.set $sum (i64.sub (i64.rotl (local.get $sum) (i64.const 5)) (i64.extend16_s (local.get $a))))
    (local.set $sum (i64.sub (i64.rotl (local.get $sum) (i64.const 5)) (i64.extend32_s (local.get $a))))
    (local.get $sum))

  (func $wide_comparisons (export "wide_comparisons") (param $a i64) (param $b i64) (result i32)
    (i64.eqz (local.get $a))
    (i32.or (i32.shl (i64.eq (local.get $a) (local.get $b)) (i32.const 1)))
    (i32.or (i32.shl (i64.ne (local.get $a) (local.get $b)) (i32.const 2)))
    (i32.or (i32.shl (i64.lt_s (local.get $a) (local.get $b)) (i32.const 3)))
    (i32.or (i32.shl (i64.lt_u (local.get $a) (local.get $b)) (i32.const 4)))
    (i32.or (i32.shl (i64.gt_s (local.get $a) (local.get $b)) (i32.const 5)))
    (i32.or (i32.shl (i64.gt_u (local.get $a) (local.get $b)) (i32.const 6)))
    (i32.or (i32.shl (i64.le_s (local.get $a) (local.get $b)) (i32.const 7)))
    (i32.or (i32.shl (i64.le_u (local.get $a) (local.get $b)) (i32.const 8)))
    (i32.or (i32.shl (i64.ge_s (local.get $a) (local.get $b)) (i32.const 9)))
    (i32.or (i32.shl (i64.ge_u (local.get $a) (local.get $b)) (i32.const 10))))

  (func $narrow (export "narrow") (param $a i32) (param $b i32) (result i32)
    (local $sum i32) (local $d i32)
    (local.set $d (i32.or (local.get $b) (i32.const 2)))
    (local.set $d (select (i32.const 3) (local.get $d) (i32.eq (local.get $d) (i32.const -1))))
    (local.set $sum (i32.add (local.get $a) (local.get $b)))
    (local.set $sum (i32.xor (i32.rotl (local.get $sum) (i32.const 5)) (i32.sub (local.get $a) (local.get $b))))
    (local.set $sum (i32.xor (i32.rotl (local.get $sum) (i32.const 5)) (i32.mul (local.get $a) (local.get $b))))
    (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.div_s (local.get $a) (local.get $d))))
    (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.div_u (local.get $a) (local.get $d))))
    (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.rem_s (local.get $a) (local.get $d))))
    (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.rem_u (local.get $a) (local.get $d))))
    (local.set $sum (i32.xor (i32.rotl (local.get $sum) (i32.const 5)) (i32.and (local.get $a) (local.get $b))))
    (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.or (local.get $a) (local.get $b))))
    (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.xor (local.get $a) (local.get $b))))
    (local.set $sum (i32.xor (i32.rotl (local.get $sum) (i32.const 5)) (i32.shl (local.get $a) (local.get $b))))
    (local.set $sum (i32.xor (i32.rotl (local.get $sum) (i32.const 5)) (i32.shr_s (local.get $a) (local.get $b))))
    (local.set $sum (i32.xor (i32.rotl (local.get $sum) (i32.const 5)) (i32.shr_u (local.get $a) (local.get $b))))
    (local.set $sum (i32.xor (i32.rotl (local.get $sum) (i32.const 5)) (i32.rotl (local.get $a) (local.get $b))))
    (local.set $sum (i32.xor (i32.rotl (local.get $sum) (i32.const 5)) (i32.rotr (local.get $a) (local.get $b))))
    (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.clz (local.get $a))))
    (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.ctz (local.get $a))))
    (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.popcnt (local.get $a))))
    (local.set $sum (i32.sub (i32.rotl (local.get $sum) (i32.const 5)) (i32.extend8_s (local.get $a))))
    (local.set $sum (i32.sub (i32.rotl (local.get $sum) (i32.const 5)) (i32.extend16_s (local.get $a))))
    (local.get $sum))

  (func $narrow_comparisons (export "narrow_comparisons") (param $a i32) (param $b i32) (result i32)
    (i32.eqz (local.get $a))
    (i32.or (i32.shl (i32.eq (local.get $a) (local.get $b)) (i32.const 1)))
    (i32.or (i32.shl (i32.ne (local.get $a) (local.get $b)) (i32.const 2)))
    (i32.or (i32.shl (i32.lt_s (local.get $a) (local.get $b)) (i32.const 3)))
    (i32.or (i32.shl (i32.lt_u (local.get $a) (local.get $b)) (i32.const 4)))
    (i32.or (i32.shl (i32.gt_s (local.get $a) (local.get $b)) (i32.const 5)))
    (i32.or (i32.shl (i32.gt_u (local.get $a) (local.get $b)) (i32.const 6)))
    (i32.or (i32.shl (i32.le_s (local.get $a) (local.get $b)) (i32.const 7)))
    (i32.or (i32.shl (i32.le_u (local.get $a) (local.get $b)) (i32.const 8)))
    (i32.or (i32.shl (i32.ge_s (local.get $a) (local.get $b)) (i32.const 9)))
    (i32.or (i32.shl (i32.ge_u (local.get $a) (local.get $b)) (i32.const 10))))

  (func $run (export "run") (param $rounds i32) (result i64 i32)
    (local $a i64) (local $b i64) (local $sum i64) (local $bits i32)
    (global.set $seed (i64.const 20))
    loop $next
      (local.set $a (call $operand))
      (local.set $b (call $operand))
      (local.set $sum
        (i64.add (i64.mul (local.get $sum) (i64.const 31)) (call $wide (local.get $a) (local.get $b))))
      (local.set $sum
        (i64.add
          (i64.mul (local.get $sum) (i64.const 31))
          (i64.add
            (i64.extend_i32_s (call $narrow (i32.wrap_i64 (local.get $a)) (i32.wrap_i64 (local.get $b))))
            (i64.extend_i32_u (i32.wrap_i64 (local.get $b))))))
      (local.set $bits
        (i32.add
          (i32.mul (local.get $bits) (i32.const 31))
          (i32.xor
            (call $wide_comparisons (local.get $a) (local.get $b))
            (i32.shl
              (call $narrow_comparisons (i32.wrap_i64 (local.get $a)) (i32.wrap_i64 (local.get $b)))
              (i32.const 12)))))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1))))
    end
    (local.get $sum)
    (local.get $bits)))
