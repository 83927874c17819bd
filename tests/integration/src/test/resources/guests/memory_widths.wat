;; Loads and stores of every width, signed and unsigned, at every alignment, with small and large offsets. Bit patterns
;; of floats, NaN payloads among them, must pass through memory unchanged.
(module
  (memory (export "memory") 1 1)

  (global $seed (mut i64) (i64.const 0))

  (func $random (result i64)
    global.get $seed
    i64.const 6364136223846793005
    i64.mul
    i64.const 1442695040888963407
    i64.add
    global.set $seed
    global.get $seed
    i64.const 29
    i64.rotl)

  ;; Stores at `at` in every width; each store writes over part of the last one.
  (func $store_all (param $at i32)
    local.get $at
    call $random
    i64.store offset=3
    local.get $at
    call $random
    i32.wrap_i64
    i32.store offset=7
    local.get $at
    call $random
    i64.store32 offset=12
    local.get $at
    call $random
    i32.wrap_i64
    i32.store16 offset=17
    local.get $at
    call $random
    i64.store16 offset=20
    local.get $at
    call $random
    i32.wrap_i64
    i32.store8 offset=23
    local.get $at
    call $random
    i64.store8 offset=24
    local.get $at
    call $random
    i32.wrap_i64
    f32.reinterpret_i32
    f32.store offset=25
    local.get $at
    call $random
    f64.reinterpret_i64
    f64.store offset=30)

  ;; Folds what every load finds near `at`.
  (func $load_all (param $at i32) (result i64)
    local.get $at
    i64.load offset=1
    i64.const 31
    i64.mul
    local.get $at
    i64.load8_s offset=5
    i64.add
    i64.const 31
    i64.mul
    local.get $at
    i64.load8_u offset=6
    i64.add
    i64.const 31
    i64.mul
    local.get $at
    i64.load16_s offset=9
    i64.add
    i64.const 31
    i64.mul
    local.get $at
    i64.load16_u offset=11
    i64.add
    i64.const 31
    i64.mul
    local.get $at
    i64.load32_s offset=14
    i64.add
    i64.const 31
    i64.mul
    local.get $at
    i64.load32_u offset=19
    i64.add
    i64.const 31
    i64.mul
    local.get $at
    i32.load offset=22
    local.get $at
    i32.load8_s offset=23
    i32.sub
    local.get $at
    i32.load8_u offset=24
    i32.xor
    local.get $at
    i32.load16_s offset=26
    i32.add
    local.get $at
    i32.load16_u offset=28
    i32.sub
    i64.extend_i32_s
    i64.add
    i64.const 31
    i64.mul
    local.get $at
    f32.load offset=25
    i32.reinterpret_f32
    i64.extend_i32_u
    i64.add
    i64.const 31
    i64.mul
    local.get $at
    f64.load offset=30
    i64.reinterpret_f64
    i64.add)

  ;; Copies 4 and 8 of the random bytes elsewhere by way of an f32 and an f64.
  (func $carry_floats (param $at i32)
    local.get $at
    local.get $at
    f32.load offset=4
    f32.store offset=25
    local.get $at
    local.get $at
    f64.load offset=8
    f64.store offset=31)

  ;; The last bytes of the memory, reached by an offset rather than by the address.
  (func $last_bytes (export "last_bytes") (result i64)
    i32.const 0
    i64.load offset=65528
    i32.const 65535
    i64.load8_u
    i64.add
    i32.const 2
    i64.load16_s offset=65532
    i64.add)

  ;; A signalling NaN with a payload goes through memory and keeps its bits.
  (func $payload (export "payload") (result i32 i64)
    i32.const 128
    f32.const -nan:0x2abcde
    f32.store
    i32.const 136
    i32.const 128
    f32.load
    f32.store
    i32.const 144
    f64.const nan:0x4000000000123
    f64.store
    i32.const 152
    i32.const 144
    f64.load
    f64.store
    i32.const 136
    i32.load
    i32.const 152
    i64.load)

  (func $run (export "run") (param $rounds i32) (result i64)
    (local $at i32) (local $sum i64)
    i64.const 42
    global.set $seed
    loop $next_round
      i32.const 65490
      local.set $at
      loop $next
        local.get $at
        call $store_all
        local.get $at
        call $carry_floats
        local.get $sum
        i64.const 7
        i64.rotl
        local.get $at
        call $load_all
        i64.add
        local.set $sum
        local.get $at
        i32.const 17
        i32.sub
        local.tee $at
        i32.const 61000
        i32.gt_u
        br_if $next
      end
      local.get $rounds
      i32.const 1
      i32.sub
      local.tee $rounds
      br_if $next_round
    end
    local.get $sum
    call $last_bytes
    i64.xor))
