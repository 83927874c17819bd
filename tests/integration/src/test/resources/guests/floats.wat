;; Every operation on f32 and f64, every conversion, over numbers of all magnitudes, zeros, infinities and NaNs. Results
;; are folded by their bits: an arithmetic NaN must be the canonical one (positive, only the top bit of the fraction),
;; while abs, neg and copysign change nothing but the sign. `run 1 …` replaces NaNs by the canonical one itself, so that
;; any engine can confirm what `run 0 …` must return.
(module
  (global $seed (mut i64) (i64.const 0))
  (global $sum (mut i64) (i64.const 0))
  (global $replace_nans (mut i32) (i32.const 0))

  (func $random (result i64)
    (global.set $seed
      (i64.add
        (i64.mul (global.get $seed) (i64.const 6364136223846793005))
        (i64.const 1442695040888963407)))
    (i64.rotr (global.get $seed) (i64.const 23)))

  (func $fold_i64 (param $bits i64)
    (global.set $sum
      (i64.add (i64.rotl (i64.mul (global.get $sum) (i64.const 31)) (i64.const 1)) (local.get $bits))))

  (func $fold_f32 (param $x f32)
    (if (i32.and (global.get $replace_nans) (f32.ne (local.get $x) (local.get $x)))
      (then (local.set $x (f32.const nan))))
    (call $fold_i64 (i64.extend_i32_u (i32.reinterpret_f32 (local.get $x)))))

  (func $fold_f64 (param $x f64)
    (if (i32.and (global.get $replace_nans) (f64.ne (local.get $x) (local.get $x)))
      (then (local.set $x (f64.const nan))))
    (call $fold_i64 (i64.reinterpret_f64 (local.get $x))))

  ;; A number of any kind: random bits, a number of moderate size with a few binary places, or a special one.
  (func $operand (result f64)
    (local $bits i64)
    (local.set $bits (call $random))
    block $special
      block $moderate
        block $any
          (br_table $any $moderate $moderate $special (i32.and (i32.wrap_i64 (local.get $bits)) (i32.const 3)))
        end
        (return (f64.reinterpret_i64 (local.get $bits)))
      end
      (return
        (f64.div
          (f64.convert_i64_s
            (i64.shr_s
              (local.get $bits)
              (i64.and (i64.shr_u (local.get $bits) (i64.const 2)) (i64.const 63))))
          (f64.const 8)))
    end
    block $infinity
      block $zero
        block $nan
          (br_table $nan $zero $infinity
            (i32.and (i32.wrap_i64 (i64.shr_u (local.get $bits) (i64.const 2))) (i32.const 3)))
        end
        ;; A NaN with a payload and either sign.
        (return (f64.reinterpret_i64 (i64.or (local.get $bits) (i64.const 0x7ff0000000000000))))
      end
      (return (f64.copysign (f64.const 0) (f64.reinterpret_i64 (local.get $bits))))
    end
    (f64.copysign (f64.const inf) (f64.reinterpret_i64 (local.get $bits))))

  (func $single (param $a f32) (param $b f32)
    (call $fold_f32 (f32.add (local.get $a) (local.get $b)))
    (call $fold_f32 (f32.sub (local.get $a) (local.get $b)))
    (call $fold_f32 (f32.mul (local.get $a) (local.get $b)))
    (call $fold_f32 (f32.div (local.get $a) (local.get $b)))
    (call $fold_f32 (f32.min (local.get $a) (local.get $b)))
    (call $fold_f32 (f32.max (local.get $a) (local.get $b)))
    (call $fold_f32 (f32.sqrt (local.get $a)))
    (call $fold_f32 (f32.ceil (local.get $a)))
    (call $fold_f32 (f32.floor (local.get $a)))
    (call $fold_f32 (f32.trunc (local.get $a)))
    (call $fold_f32 (f32.nearest (local.get $a)))
    (call $fold_i64 (i64.extend_i32_u (i32.reinterpret_f32 (f32.abs (local.get $a)))))
    (call $fold_i64 (i64.extend_i32_u (i32.reinterpret_f32 (f32.neg (local.get $a)))))
    (call $fold_i64 (i64.extend_i32_u (i32.reinterpret_f32 (f32.copysign (local.get $a) (local.get $b)))))
    (call $fold_i64 (i64.extend_i32_s (i32.trunc_sat_f32_s (local.get $a))))
    (call $fold_i64 (i64.extend_i32_s (i32.trunc_sat_f32_u (local.get $a))))
    (call $fold_i64 (i64.trunc_sat_f32_s (local.get $a)))
    (call $fold_i64 (i64.trunc_sat_f32_u (local.get $a))))

  (func $single_comparisons (export "single_comparisons") (param $a f32) (param $b f32) (result i32)
    (f32.eq (local.get $a) (local.get $b))
    (i32.or (i32.shl (f32.ne (local.get $a) (local.get $b)) (i32.const 1)))
    (i32.or (i32.shl (f32.lt (local.get $a) (local.get $b)) (i32.const 2)))
    (i32.or (i32.shl (f32.gt (local.get $a) (local.get $b)) (i32.const 3)))
    (i32.or (i32.shl (f32.le (local.get $a) (local.get $b)) (i32.const 4)))
    (i32.or (i32.shl (f32.ge (local.get $a) (local.get $b)) (i32.const 5))))

  (func $double (param $a f64) (param $b f64)
    (call $fold_f64 (f64.add (local.get $a) (local.get $b)))
    (call $fold_f64 (f64.sub (local.get $a) (local.get $b)))
    (call $fold_f64 (f64.mul (local.get $a) (local.get $b)))
    (call $fold_f64 (f64.div (local.get $a) (local.get $b)))
    (call $fold_f64 (f64.min (local.get $a) (local.get $b)))
    (call $fold_f64 (f64.max (local.get $a) (local.get $b)))
    (call $fold_f64 (f64.sqrt (local.get $a)))
    (call $fold_f64 (f64.ceil (local.get $a)))
    (call $fold_f64 (f64.floor (local.get $a)))
    (call $fold_f64 (f64.trunc (local.get $a)))
    (call $fold_f64 (f64.nearest (local.get $a)))
    (call $fold_i64 (i64.reinterpret_f64 (f64.abs (local.get $a))))
    (call $fold_i64 (i64.reinterpret_f64 (f64.neg (local.get $a))))
    (call $fold_i64 (i64.reinterpret_f64 (f64.copysign (local.get $a) (local.get $b))))
    (call $fold_i64 (i64.extend_i32_s (i32.trunc_sat_f64_s (local.get $a))))
    (call $fold_i64 (i64.extend_i32_s (i32.trunc_sat_f64_u (local.get $a))))
    (call $fold_i64 (i64.trunc_sat_f64_s (local.get $a)))
    (call $fold_i64 (i64.trunc_sat_f64_u (local.get $a))))

  (func $double_comparisons (export "double_comparisons") (param $a f64) (param $b f64) (result i32)
    (f64.eq (local.get $a) (local.get $b))
    (i32.or (i32.shl (f64.ne (local.get $a) (local.get $b)) (i32.const 1)))
    (i32.or (i32.shl (f64.lt (local.get $a) (local.get $b)) (i32.const 2)))
    (i32.or (i32.shl (f64.gt (local.get $a) (local.get $b)) (i32.const 3)))
    (i32.or (i32.shl (f64.le (local.get $a) (local.get $b)) (i32.const 4)))
    (i32.or (i32.shl (f64.ge (local.get $a) (local.get $b)) (i32.const 5))))

  ;; Conversions of whole numbers, and back by the operations that trap outside their range.
  (func $conversions (param $n i64)
    (local $x f64)
    (call $fold_f32 (f32.convert_i32_s (i32.wrap_i64 (local.get $n))))
    (call $fold_f32 (f32.convert_i32_u (i32.wrap_i64 (local.get $n))))
    (call $fold_f32 (f32.convert_i64_s (local.get $n)))
    (call $fold_f32 (f32.convert_i64_u (local.get $n)))
    (call $fold_f64 (f64.convert_i32_s (i32.wrap_i64 (local.get $n))))
    (call $fold_f64 (f64.convert_i32_u (i32.wrap_i64 (local.get $n))))
    (call $fold_f64 (f64.convert_i64_s (local.get $n)))
    (call $fold_f64 (f64.convert_i64_u (local.get $n)))
    (local.set $x (f64.div (f64.convert_i32_u (i32.wrap_i64 (local.get $n))) (f64.const 2.5)))
    (call $fold_i64 (i64.extend_i32_s (i32.trunc_f64_s (f64.neg (local.get $x)))))
    (call $fold_i64 (i64.extend_i32_s (i32.trunc_f64_u (local.get $x))))
    (call $fold_i64 (i64.trunc_f64_s (f64.neg (local.get $x))))
    (call $fold_i64 (i64.trunc_f64_u (local.get $x)))
    (call $fold_i64 (i64.extend_i32_s (i32.trunc_f32_s (f32.demote_f64 (local.get $x)))))
    (call $fold_i64 (i64.extend_i32_s (i32.trunc_f32_u (f32.demote_f64 (local.get $x)))))
    (call $fold_i64 (i64.trunc_f32_s (f32.demote_f64 (local.get $x))))
    (call $fold_i64 (i64.trunc_f32_u (f32.demote_f64 (local.get $x)))))

  (func $run (export "run") (param $replace i32) (param $rounds i32) (result i64)
    (local $a f64) (local $b f64)
    (global.set $replace_nans (local.get $replace))
    (global.set $seed (i64.const 1985))
    (global.set $sum (i64.const 0))
    loop $next
      (local.set $a (call $operand))
      (local.set $b (call $operand))
      (call $double (local.get $a) (local.get $b))
      (call $fold_i64 (i64.extend_i32_u (call $double_comparisons (local.get $a) (local.get $b))))
      (call $fold_f32 (f32.demote_f64 (local.get $a)))
      (call $fold_f64 (f64.promote_f32 (f32.demote_f64 (local.get $b))))
      ;; Demoting an operand would make its NaN canonical before abs, neg and copysign see it.
      (call $single
        (f32.reinterpret_i32 (i32.wrap_i64 (i64.shr_u (i64.reinterpret_f64 (local.get $a)) (i64.const 32))))
        (f32.reinterpret_i32 (i32.wrap_i64 (i64.reinterpret_f64 (local.get $b)))))
      (call $fold_i64
        (i64.extend_i32_u
          (call $single_comparisons
            (f32.convert_i64_s (i64.trunc_sat_f64_s (local.get $a)))
            (f32.convert_i64_s (i64.trunc_sat_f64_s (local.get $b))))))
      (call $conversions (call $random))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1))))
    end
    (global.get $sum))

  ;; NaNs one by one. 0/0, inf - inf and the root of -1 are canonical whatever the machine answers.
  (func $zero_by_zero (export "zero_by_zero") (param $zero f64) (result f64)
    (f64.div (local.get $zero) (local.get $zero)))
  (func $infinity_less_infinity (export "infinity_less_infinity") (param $x f32) (result f32)
    (f32.sub (local.get $x) (local.get $x)))
  (func $root (export "root") (param $x f64) (result f64)
    (f64.sqrt (local.get $x)))
  ;; The arithmetic drops a payload and a sign; neg keeps the payload and turns the sign.
  (func $payload_plus_one (export "payload_plus_one") (param $bits i64) (result i64)
    (i64.reinterpret_f64 (f64.add (f64.reinterpret_i64 (local.get $bits)) (f64.const 1))))
  (func $negated_payload (export "negated_payload") (param $bits i64) (result i64)
    (i64.reinterpret_f64 (f64.neg (f64.reinterpret_i64 (local.get $bits)))))
  (func $negated_zero_by_zero (export "negated_zero_by_zero") (param $zero f64) (result i64)
    (i64.reinterpret_f64 (f64.neg (f64.div (local.get $zero) (local.get $zero)))))
  (func $promoted_payload (export "promoted_payload") (param $bits i32) (result i64)
    (i64.reinterpret_f64 (f64.promote_f32 (f32.reinterpret_i32 (local.get $bits)))))
  (func $least_of_zeros (export "least_of_zeros") (param $a f64) (param $b f64) (result f64)
    (f64.min (local.get $a) (local.get $b)))

  (func $to_whole (export "to_whole") (param $x f64) (result i32)
    (i32.trunc_f64_s (local.get $x))))
