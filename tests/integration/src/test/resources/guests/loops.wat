;; Loops of every shape: nested ones left from the innermost, loops with parameters and results, branches back to an
;; outer head, early returns, arms with results, and code after an unconditional branch that is never reached.
(module
  ;; Greatest common divisor by repeated remainder; the operands travel as the loop's parameters.
  (func $gcd (export "gcd") (param $a i32) (param $b i32) (result i32)
    (local $r i32)
    local.get $a
    local.get $b
    loop $again (param i32 i32) (result i32)
      local.tee $b
      i32.eqz
      if (param i32) (result i32)
      else
        local.set $a
        local.get $a
        local.get $b
        i32.rem_u
        local.set $r
        local.get $b
        local.get $r
        br $again
      end
    end)

  ;; The number of steps from n to 1 in Collatz's sequence.
  (func $collatz (export "collatz") (param $n i64) (result i32)
    (local $steps i32)
    block $done
      loop $step
        local.get $n
        i64.const 1
        i64.eq
        br_if $done
        local.get $n
        i64.const 1
        i64.and
        i64.eqz
        if (result i64)
          local.get $n
          i64.const 1
          i64.shr_u
        else
          local.get $n
          i64.const 3
          i64.mul
          i64.const 1
          i64.add
        end
        local.set $n
        local.get $steps
        i32.const 1
        i32.add
        local.set $steps
        br $step
      end
    end
    local.get $steps)

  ;; The first Pythagorean triple whose sum is `total`, as a * 10^6 + b * 10^3 + c, or -1: three loops, left by one
  ;; return.
  (func $triple (export "triple") (param $total i32) (result i32)
    (local $a i32) (local $b i32) (local $c i32)
    loop $next_a
      local.get $a
      i32.const 1
      i32.add
      local.tee $a
      local.set $b
      block $too_large
        loop $next_b
          local.get $b
          i32.const 1
          i32.add
          local.tee $b
          local.get $a
          i32.add
          local.get $total
          i32.ge_s
          br_if $too_large
          local.get $total
          local.get $a
          i32.sub
          local.get $b
          i32.sub
          local.set $c
          local.get $c
          local.get $b
          i32.lt_s
          br_if $too_large
          local.get $a
          local.get $a
          i32.mul
          local.get $b
          local.get $b
          i32.mul
          i32.add
          local.get $c
          local.get $c
          i32.mul
          i32.ne
          br_if $next_b
          local.get $a
          i32.const 1000
          i32.mul
          local.get $b
          i32.add
          i32.const 1000
          i32.mul
          local.get $c
          i32.add
          return
        end
      end
      local.get $a
      local.get $total
      i32.lt_s
      br_if $next_a
    end
    i32.const -1)

  ;; Counts the primes below n by trial division: the inner loop continues the outer one from inside.
  (func $primes (export "primes") (param $n i32) (result i32)
    (local $candidate i32) (local $divisor i32) (local $count i32)
    i32.const 1
    local.set $candidate
    loop $next
      local.get $candidate
      i32.const 1
      i32.add
      local.tee $candidate
      local.get $n
      i32.lt_u
      if
        i32.const 2
        local.set $divisor
        loop $try
          local.get $divisor
          local.get $divisor
          i32.mul
          local.get $candidate
          i32.le_u
          if
            local.get $candidate
            local.get $divisor
            i32.rem_u
            i32.eqz
            br_if $next
            local.get $divisor
            i32.const 1
            i32.add
            local.set $divisor
            br $try
            i32.const 7
            local.set $count
            unreachable
          end
        end
        local.get $count
        i32.const 1
        i32.add
        local.set $count
        br $next
      end
    end
    local.get $count)

  ;; A loop whose body never branches back runs once; an empty loop and blocks cost nothing.
  (func $hollow (param $x i32) (result i32)
    block
      loop
        nop
        block
        end
      end
    end
    loop (result i32)
      local.get $x
      i32.const 1
      i32.add
    end)

  (func $run (export "run") (param $n i32) (result i32)
    (local $i i32) (local $sum i32)
    loop $next
      local.get $sum
      i32.const 31
      i32.mul
      local.get $i
      i32.const 9699690
      i32.mul
      local.get $i
      i32.const 510510
      i32.xor
      call $gcd
      i32.add
      local.get $i
      i64.extend_i32_u
      i64.const 1
      i64.add
      call $collatz
      i32.add
      local.set $sum
      local.get $i
      call $hollow
      local.tee $i
      local.get $n
      i32.lt_s
      br_if $next
    end
    local.get $sum
    local.get $n
    call $primes
    i32.add
    i32.const 250
    call $triple
    i32.add))
