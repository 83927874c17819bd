;; Subtypes told apart: expressions that are random trees of five types, evaluated by casts that branch, by tests, and by
;; functions that the objects carry; simplified into new trees; with numbers that are boxes or i31, and on their way
;; through externref. `run depth rounds` keeps one expression of at most 2^(depth+1) nodes, and the one before.
(module
  (rec
    (type $evaluate (func (param (ref $expression)) (result i32)))
    (type $expression (sub (struct (field $evaluate (ref $evaluate)))))
    (type $constant (sub final $expression (struct (field $evaluate (ref $evaluate)) (field $value (ref eq)))))
    (type $negation (sub final $expression (struct (field $evaluate (ref $evaluate)) (field $of (ref $expression)))))
    (type $binary
      (sub $expression
        (struct
          (field $evaluate (ref $evaluate))
          (field $left (mut (ref $expression)))
          (field $right (mut (ref $expression))))))
    (type $product
      (sub final $binary
        (struct
          (field $evaluate (ref $evaluate))
          (field $left (mut (ref $expression)))
          (field $right (mut (ref $expression)))
          (field $scale i64)))))
  (type $box (struct (field $value i32)))

  (elem declare func $constant $negation $binary $product)

  (global $seed (mut i32) (i32.const 0))
  (global $before (mut anyref) (ref.null any))

  (func $random (result i32)
    (global.set $seed
      (i32.add (i32.mul (global.get $seed) (i32.const 1664525)) (i32.const 1013904223)))
    (i32.shr_s (global.get $seed) (i32.const 8)))

  (func $number (param $n i32) (result (ref eq))
    (if (result (ref eq)) (i32.and (local.get $n) (i32.const 1))
      (then (ref.i31 (local.get $n)))
      (else (struct.new $box (local.get $n)))))

  (func $new_constant (param $n i32) (result (ref $expression))
    (struct.new $constant (ref.func $constant) (call $number (local.get $n))))

  ;; An expression that is at most so deep.
  (func $grown (param $depth i32) (result (ref $expression))
    (local $kind i32)
    (local.set $kind (i32.and (call $random) (i32.const 7)))
    (block $constant
      (block $negation
        (block $product
          (br_if $constant (i32.eqz (local.get $depth)))
          (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
          (br_if $constant (i32.eqz (local.get $kind)))
          (br_if $negation (i32.eq (local.get $kind) (i32.const 1)))
          (br_if $product (i32.lt_u (local.get $kind) (i32.const 4)))
          (return
            (struct.new $binary
              (ref.func $binary)
              (call $grown (local.get $depth))
              (call $grown (local.get $depth)))))
        (return
          (struct.new $product
            (ref.func $product)
            (call $grown (local.get $depth))
            (call $grown (local.get $depth))
            (i64.extend_i32_s (local.get $kind)))))
      (return (struct.new $negation (ref.func $negation) (call $grown (local.get $depth)))))
    (call $new_constant (call $random)))

  (func $value (param $number (ref eq)) (result i32)
    (block $box (result (ref $box))
      (return
        (i31.get_s
          (ref.cast (ref i31) (br_on_cast $box (ref eq) (ref $box) (local.get $number))))))
    (struct.get $box $value))

  (func $scaled (param $left i32) (param $right i32) (param $scale i64) (result i32)
    (i32.wrap_i64
      (i64.shr_s
        (i64.add
          (i64.mul (i64.extend_i32_s (local.get $left)) (i64.extend_i32_s (local.get $right)))
          (local.get $scale))
        (i64.const 1))))

  ;; By functions that the objects carry.
  (func $by_call (param $expression (ref $expression)) (result i32)
    (call_ref $evaluate
      (local.get $expression)
      (struct.get $expression $evaluate (local.get $expression))))

  (func $constant (type $evaluate) (param $this (ref $expression)) (result i32)
    (call $value (struct.get $constant $value (ref.cast (ref $constant) (local.get $this)))))

  (func $negation (type $evaluate) (param $this (ref $expression)) (result i32)
    (i32.sub
      (i32.const 0)
      (call $by_call (struct.get $negation $of (ref.cast (ref $negation) (local.get $this))))))

  (func $binary (type $evaluate) (param $this (ref $expression)) (result i32)
    (local $binary (ref $binary))
    (local.set $binary (ref.cast (ref $binary) (local.get $this)))
    (i32.add
      (call $by_call (struct.get $binary $left (local.get $binary)))
      (i32.mul
        (call $by_call (struct.get $binary $right (local.get $binary)))
        (i32.const 3))))

  (func $product (type $evaluate) (param $this (ref $expression)) (result i32)
    (local $product (ref $product))
    (local.set $product (ref.cast (ref $product) (local.get $this)))
    (call $scaled
      (call $by_call (struct.get $product $left (local.get $product)))
      (call $by_call (struct.get $binary $right (local.get $product)))
      (struct.get $product $scale (local.get $product))))

  ;; By casts that branch; a product is asked for before what it is a subtype of.
  (func $by_cast (param $expression (ref $expression)) (result i32)
    (local $product (ref $product)) (local $binary (ref $binary))
    (block $negation (result (ref $negation))
      (block $other (result (ref $expression))
        (return
          (call $value
            (struct.get $constant $value
              (br_on_cast_fail $other (ref $expression) (ref $constant)
                (br_on_cast $negation (ref $expression) (ref $negation)
                  (local.get $expression)))))))
      (block $product (param (ref $expression)) (result (ref $product))
        (br_on_cast $product (ref $expression) (ref $product))
        (ref.cast (ref $binary))
        (local.set $binary)
        (return
          (i32.add
            (call $by_cast (struct.get $binary $left (local.get $binary)))
            (i32.mul
              (call $by_cast (struct.get $binary $right (local.get $binary)))
              (i32.const 3)))))
      (local.set $product)
      (return
        (call $scaled
          (call $by_cast (struct.get $binary $left (local.get $product)))
          (call $by_cast (struct.get $product $right (local.get $product)))
          (struct.get $product $scale (local.get $product)))))
    (i32.mul (call $by_cast (struct.get $negation $of)) (i32.const -1)))

  ;; How many of each type there are, told by tests alone.
  (func $census (param $any anyref) (result i32)
    (local $binary (ref $binary))
    (if (ref.test (ref $binary) (local.get $any))
      (then
        (local.set $binary (ref.cast (ref $binary) (local.get $any)))
        (return
          (i32.add
            (select (i32.const 10000) (i32.const 100) (ref.test (ref $product) (local.get $binary)))
            (i32.add
              (call $census (struct.get $binary $left (local.get $binary)))
              (call $census
                (any.convert_extern
                  (extern.convert_any (struct.get $binary $right (local.get $binary))))))))))
    (if (ref.test (ref null $negation) (local.get $any))
      (then
        (return
          (i32.add
            (i32.const 1000000)
            (call $census
              (struct.get $negation $of (ref.cast (ref $negation) (local.get $any))))))))
    (select
      (i32.const 1)
      (i32.const 3)
      (ref.test (ref i31)
        (struct.get $constant $value (ref.cast (ref $constant) (local.get $any))))))

  ;; The same value with fewer nodes: a negation of a negation is what is negated twice, a sum of two constants is one.
  ;; Everything else is made anew.
  (func $simplified (param $expression (ref $expression)) (result (ref $expression))
    (local $left (ref $expression)) (local $right (ref $expression)) (local $binary (ref $binary))
    (block $negation (result (ref $negation))
      (block $binary (result (ref $binary))
        (br_on_cast $binary (ref $expression) (ref $binary)
          (br_on_cast $negation (ref $expression) (ref $negation) (local.get $expression)))
        (return (call $new_constant (call $by_call))))
      (local.set $binary)
      (local.set $left (call $simplified (struct.get $binary $left (local.get $binary))))
      (local.set $right (call $simplified (struct.get $binary $right (local.get $binary))))
      (if (ref.test (ref $product) (local.get $binary))
        (then
          (return
            (struct.new $product
              (ref.func $product)
              (local.get $left)
              (local.get $right)
              (struct.get $product $scale (ref.cast (ref $product) (local.get $binary)))))))
      (if
        (i32.and
          (ref.test (ref $constant) (local.get $left))
          (ref.test (ref $constant) (local.get $right)))
        (then
          (return
            (call $new_constant
              (i32.add
                (call $by_cast (local.get $left))
                (i32.mul (call $by_cast (local.get $right)) (i32.const 3)))))))
      (return (struct.new $binary (ref.func $binary) (local.get $left) (local.get $right))))
    (local.set $left (call $simplified (struct.get $negation $of)))
    (if (ref.test (ref $negation) (local.get $left))
      (then (return (struct.get $negation $of (ref.cast (ref $negation) (local.get $left))))))
    (struct.new $negation (ref.func $negation) (local.get $left)))

  (func (export "run") (param $depth i32) (param $rounds i32) (result i32)
    (local $expression (ref $expression)) (local $simple (ref $expression)) (local $checksum i32)
    (global.set $seed (local.get $depth))
    (global.set $before (ref.null none))
    (loop $rounds
      (local.set $expression (call $grown (local.get $depth)))
      (local.set $simple (call $simplified (local.get $expression)))
      (if (i32.ne (call $by_call (local.get $expression)) (call $by_cast (local.get $simple)))
        (then (unreachable)))
      (local.set $checksum
        (i32.add
          (i32.mul (local.get $checksum) (i32.const 31))
          (i32.xor
            (call $by_cast (local.get $expression))
            (i32.sub (call $census (local.get $expression)) (call $census (local.get $simple))))))
      (if (ref.test (ref $expression) (global.get $before))
        (then
          (local.set $checksum
            (i32.xor
              (local.get $checksum)
              (call $by_call (ref.cast (ref $expression) (global.get $before)))))))
      (global.set $before (local.get $simple))
      (br_if $rounds (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $checksum)))
