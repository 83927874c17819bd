;; Many values at once: functions with several parameters and results, blocks, loops and arms with parameters and
;; results, branches that move more than eight values past others that they discard, and calls with a deep operand stack
;; below them.
(module
  (type $ten (func (param i32 i32 i32 i32 i32 i64 i64 i64 f64 f32) (result f32 f64 i64 i64 i64 i32 i32 i32 i32 i32)))
  (table 2 funcref)
  (elem (i32.const 0) $reverse $reverse_and_turn)

  (func $divide (export "divide") (param $n i64) (param $d i64) (result i64 i64)
    local.get $n
    local.get $d
    i64.div_s
    local.get $n
    local.get $d
    i64.rem_s)

  (func $swap (param i32 i32) (result i32 i32)
    local.get 1
    local.get 0)

  (func $reverse (type $ten)
    local.get 9
    local.get 8
    local.get 7
    local.get 6
    local.get 5
    local.get 4
    local.get 3
    local.get 2
    local.get 1
    local.get 0)

  ;; As above with two neighbours exchanged, by an early return from two blocks deep.
  (func $reverse_and_turn (type $ten)
    i64.const -1
    block (result f32 f64 i64 i64 i64 i32 i32 i32 i32 i32)
      i32.const 77
      f64.const 0.5
      local.get 9
      local.get 8
      local.get 6
      local.get 7
      local.get 5
      local.get 4
      local.get 3
      local.get 2
      local.get 0
      local.get 1
      local.get 0
      i32.const 1
      i32.and
      if (param f32 f64 i64 i64 i64 i32 i32 i32 i32 i32) (result f32 f64 i64 i64 i64 i32 i32 i32 i32 i32)
        return
      end
      br 0
    end
    return)

  ;; Twelve values travel round the loop `count` times, each time rotated by one place; a branch from the inner block
  ;; moves them past two others.
  (func $carousel (export "carousel") (param $count i32)
      (result i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local $first i32) (local $a i32) (local $b i32) (local $c i32) (local $d i32) (local $e i32)
    (local $f i32) (local $g i32) (local $h i32) (local $i i32) (local $j i32) (local $k i32)
    i32.const 1
    i32.const 2
    i32.const 3
    i32.const 4
    i32.const 5
    i32.const 6
    i32.const 7
    i32.const 8
    i32.const 9
    i32.const 10
    i32.const 11
    i32.const 12
    loop $turn (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
        (result i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
      local.set $k
      local.set $j
      local.set $i
      local.set $h
      local.set $g
      local.set $f
      local.set $e
      local.set $d
      local.set $c
      local.set $b
      local.set $a
      local.set $first
      block $out (result i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
        i64.const 99
        f32.const 1.5
        local.get $a
        local.get $b
        local.get $c
        local.get $d
        local.get $e
        local.get $f
        local.get $g
        local.get $h
        local.get $i
        local.get $j
        local.get $k
        local.get $first
        local.get $count
        i32.const 1
        i32.sub
        local.tee $count
        i32.eqz
        br_if $out
        br $turn
      end
    end)

  ;; A deep operand stack waits while functions with several results run above it.
  (func $tower (param $x i32) (result i32)
    local.get $x
    i32.const 3
    i32.mul
    local.get $x
    i32.const 5
    i32.mul
    i32.const 17
    local.get $x
    call $swap
    i32.const 19
    call $swap
    local.get $x
    i32.const 7
    call $swap
    call $swap
    i32.sub
    call $swap
    i32.xor
    i32.add
    i32.sub
    i32.xor
    i32.add)

  ;; A br_table whose targets all take three values.
  (func $choose (param $which i32) (result i32)
    block $c (result i32 i32 i32)
      block $b (result i32 i32 i32)
        block $a (result i32 i32 i32)
          i64.const 1
          i32.const 100
          i32.const 20
          i32.const 3
          local.get $which
          br_table $a $b $c $b
        end
        i32.const 1
        i32.add
        call $swap
      end
      i32.const 2
      i32.mul
      call $swap
    end
    i32.sub
    i32.add)

  (func $fold_ten (param $x i32) (result i64)
    (local $n i64)
    local.get $x
    local.get $x
    i32.const 1
    i32.add
    local.get $x
    i32.const 2
    i32.xor
    i32.const 4
    i32.const 5
    local.get $x
    i64.extend_i32_s
    i64.const 7
    i64.const 8
    f64.const 9.25
    f32.const 10.5
    local.get $x
    i32.const 1
    i32.shr_u
    i32.const 1
    i32.and
    call_indirect (type $ten)
    i32.sub
    i32.xor
    i32.sub
    i32.add
    i64.extend_i32_s
    i64.sub
    i64.add
    i64.xor
    local.set $n
    i64.trunc_sat_f64_s
    local.get $n
    i64.mul
    local.set $n
    i64.trunc_sat_f32_s
    local.get $n
    i64.sub)

  (func $run (export "run") (param $rounds i32) (result i64 i64 i32)
    (local $sum i64) (local $rest i64) (local $small i32)
    loop $next
      local.get $sum
      i64.const 1000003
      i64.mul
      local.get $rounds
      call $fold_ten
      i64.add
      local.get $rounds
      i32.const 10
      i32.add
      i64.extend_i32_s
      call $divide
      local.set $rest
      local.get $rest
      i64.add
      local.set $sum
      local.get $rounds
      call $tower
      local.get $rounds
      i32.const 3
      i32.and
      call $choose
      i32.add
      local.get $small
      i32.const 31
      i32.mul
      i32.add
      local.set $small
      i32.const 5
      call $carousel
      i32.sub
      i32.add
      i32.sub
      i32.add
      i32.sub
      i32.add
      i32.sub
      i32.add
      i32.sub
      i32.add
      i32.sub
      local.get $small
      i32.xor
      local.set $small
      local.get $rounds
      i32.const 1
      i32.sub
      local.tee $rounds
      br_if $next
    end
    local.get $sum
    local.get $rest
    local.get $small))
