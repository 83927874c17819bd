;; Arrays in bulk: made by default, from a value, from values, from segments; filled, copied over themselves both ways
;; and into others, initialised from segments in the middle; of packed and wide numbers and of references.
;; `run length rounds` takes at least 40 elements; it holds a few arrays of that length.
(module
  (type $bytes (array (mut i8)))
  (type $shorts (array (mut i16)))
  (type $ints (array (mut i32)))
  (type $longs (array (mut i64)))
  (type $doubles (array (mut f64)))
  (type $point (struct (field $x i32) (field $y (mut i32))))
  (type $points (array (mut (ref null $point))))
  (type $lines (array (ref $points)))
  (type $four (array i32))

  (data $text "Forty bytes of text, from one to forty: ")
  (data $numbers "\01\02\03\04\05\06\07\08\ff\fe\fd\fc\fb\fa\f9\f8\10\20\30\40\50\60\70\80\00\00\00\00\00\00\f0\3f")
  (elem $corners (ref $point)
    (item (struct.new $point (i32.const 1) (i32.const 2)))
    (item (struct.new $point (i32.const -3) (i32.const 4)))
    (item (struct.new $point (i32.const 5) (i32.const -6)))
    (item (struct.new $point (i32.const -7) (i32.const -8))))

  (func $bytes (param $length i32) (param $round i32) (result i32)
    (local $a (ref $bytes)) (local $b (ref $bytes)) (local $i i32) (local $sum i32)
    (local.set $a (array.new $bytes (local.get $round) (local.get $length)))
    (local.set $b (array.new_data $bytes $text (i32.and (local.get $round) (i32.const 7)) (i32.const 32)))
    (array.init_data $bytes $text (local.get $a) (i32.const 5) (i32.const 3) (i32.const 34))
    ;; Over itself: upwards by three, downwards by five.
    (array.copy $bytes $bytes
      (local.get $a) (i32.const 4) (local.get $a) (i32.const 1)
      (i32.sub (local.get $length) (i32.const 4)))
    (array.copy $bytes $bytes
      (local.get $a) (i32.const 2) (local.get $a) (i32.const 7)
      (i32.sub (local.get $length) (i32.const 7)))
    (array.copy $bytes $bytes
      (local.get $a) (i32.const 1) (local.get $b) (i32.const 9) (i32.const 11))
    (array.fill $bytes (local.get $a) (i32.const 13) (i32.sub (i32.const 0) (local.get $round)) (i32.const 9))
    (loop $next
      (local.set $sum
        (i32.add
          (i32.mul (local.get $sum) (i32.const 31))
          (i32.xor
            (array.get_s $bytes (local.get $a) (local.get $i))
            (array.get_u $bytes (local.get $b) (i32.rem_u (local.get $i) (i32.const 32))))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $length))))
    (local.get $sum))

  (func $shorts (param $length i32) (param $round i32) (result i32)
    (local $a (ref $shorts)) (local $i i32) (local $sum i32)
    (local.set $a (array.new_default $shorts (local.get $length)))
    (array.init_data $shorts $numbers
      (local.get $a)
      (i32.and (local.get $round) (i32.const 15))
      (i32.and (local.get $round) (i32.const 1))
      (i32.const 15))
    (array.copy $shorts $shorts
      (local.get $a) (i32.const 3) (local.get $a) (i32.const 0)
      (i32.sub (local.get $length) (i32.const 3)))
    (array.fill $shorts (local.get $a) (i32.const 30) (i32.const 0x18001) (i32.const 7))
    (loop $next
      (local.set $sum
        (i32.add
          (i32.mul (local.get $sum) (i32.const 31))
          (i32.add
            (array.get_s $shorts (local.get $a) (local.get $i))
            (i32.shl (array.get_u $shorts (local.get $a) (local.get $i)) (i32.const 3)))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $length))))
    (local.get $sum))

  (func $ints (param $length i32) (param $round i32) (result i32)
    (local $a (ref $ints)) (local $b (ref $ints)) (local $four (ref $four)) (local $i i32) (local $sum i32)
    (local.set $a (array.new $ints (local.get $round) (local.get $length)))
    (local.set $b (array.new_data $ints $numbers (i32.and (local.get $round) (i32.const 3)) (i32.const 7)))
    (local.set $four
      (array.new_fixed $four 4
        (local.get $round) (i32.const 2) (array.len (local.get $a)) (array.get $ints (local.get $b) (i32.const 6))))
    (array.copy $ints $four (local.get $a) (i32.const 2) (local.get $four) (i32.const 0) (i32.const 4))
    (array.copy $ints $ints (local.get $a) (i32.const 7) (local.get $b) (i32.const 0) (i32.const 7))
    (array.copy $ints $ints
      (local.get $a) (i32.const 9) (local.get $a) (i32.const 2)
      (i32.sub (local.get $length) (i32.const 9)))
    (loop $next
      (local.set $sum
        (i32.add
          (i32.mul (local.get $sum) (i32.const 31))
          (array.get $ints (local.get $a) (local.get $i))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $length))))
    (local.get $sum))

  (func $wide (param $length i32) (param $round i32) (result i32)
    (local $a (ref $longs)) (local $b (ref $doubles)) (local $i i32) (local $sum i64)
    (local.set $a (array.new $longs (i64.const -3) (local.get $length)))
    (local.set $b (array.new_default $doubles (local.get $length)))
    (array.init_data $longs $numbers (local.get $a) (i32.const 1) (i32.const 0) (i32.const 4))
    (array.init_data $doubles $numbers (local.get $b) (i32.const 2) (i32.const 24) (i32.const 1))
    (array.fill $doubles
      (local.get $b) (i32.const 3) (f64.convert_i32_s (local.get $round)) (i32.const 5))
    (array.copy $longs $longs
      (local.get $a) (i32.const 0) (local.get $a) (i32.const 1)
      (i32.sub (local.get $length) (i32.const 1)))
    (array.copy $doubles $doubles
      (local.get $b) (i32.const 5) (local.get $b) (i32.const 1)
      (i32.sub (local.get $length) (i32.const 5)))
    (loop $next
      (local.set $sum
        (i64.add
          (i64.mul (local.get $sum) (i64.const 31))
          (i64.add
            (array.get $longs (local.get $a) (local.get $i))
            (i64.trunc_f64_s (array.get $doubles (local.get $b) (local.get $i))))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $length))))
    (i32.wrap_i64 (i64.xor (local.get $sum) (i64.shr_u (local.get $sum) (i64.const 32)))))

  (func $points (param $length i32) (param $round i32) (result i32)
    (local $a (ref $points)) (local $lines (ref $lines)) (local $point (ref null $point))
    (local $i i32) (local $sum i32)
    (local.set $a
      (array.new $points
        (struct.new $point (i32.add (local.get $round) (i32.const 100)) (i32.const 1))
        (local.get $length)))
    ;; The corners are made once, when the module is instantiated; what is copied are references to them.
    (array.init_elem $points $corners
      (local.get $a)
      (i32.and (local.get $round) (i32.const 15))
      (i32.const 1)
      (i32.const 3))
    (array.fill $points (local.get $a) (i32.const 20) (ref.null none) (i32.const 4))
    (array.copy $points $points
      (local.get $a) (i32.const 10) (local.get $a) (i32.const 0)
      (i32.sub (local.get $length) (i32.const 10)))
    (array.copy $points $points
      (local.get $a) (i32.const 1) (local.get $a) (i32.const 6)
      (i32.sub (local.get $length) (i32.const 6)))
    (local.set $lines
      (array.new_fixed $lines 3
        (local.get $a)
        (array.new_elem $points $corners (i32.const 0) (i32.const 4))
        (array.new $points (struct.new $point (i32.const 9) (local.get $round)) (local.get $length))))
    (array.copy $points $points
      (array.get $lines (local.get $lines) (i32.const 2)) (i32.const 8)
      (array.get $lines (local.get $lines) (i32.const 1)) (i32.const 0)
      (i32.const 4))
    (loop $next
      (local.set $point (array.get $points (local.get $a) (local.get $i)))
      (local.set $sum (i32.mul (local.get $sum) (i32.const 31)))
      (if (i32.eqz (ref.is_null (local.get $point)))
        (then
          (local.set $sum (i32.add (local.get $sum) (struct.get $point $x (local.get $point))))
          ;; Seen by all who share the point of this round; corners are shared by all rounds and stay as they are.
          (if (i32.ge_s (struct.get $point $x (local.get $point)) (i32.const 100))
            (then
              (struct.set $point $y
                (local.get $point)
                (i32.add (struct.get $point $y (local.get $point)) (i32.const 1)))))))
      (local.set $point
        (array.get $points (array.get $lines (local.get $lines) (i32.const 2)) (local.get $i)))
      (local.set $sum
        (i32.add
          (local.get $sum)
          (i32.sub
            (struct.get $point $x (local.get $point))
            (struct.get $point $y (local.get $point)))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $length))))
    (i32.xor
      (local.get $sum)
      (struct.get $point $y (array.get $points (local.get $a) (i32.sub (local.get $length) (i32.const 1))))))

  (func (export "run") (param $length i32) (param $rounds i32) (result i32)
    (local $round i32) (local $checksum i32)
    (loop $rounds
      (local.set $checksum
        (i32.add
          (i32.mul (local.get $checksum) (i32.const 31))
          (i32.add
            (call $bytes (local.get $length) (local.get $round))
            (i32.add
              (i32.mul (call $shorts (local.get $length) (local.get $round)) (i32.const 3))
              (i32.mul (call $ints (local.get $length) (local.get $round)) (i32.const 5))))))
      (local.set $checksum
        (i32.add
          (i32.mul (local.get $checksum) (i32.const 31))
          (i32.xor
            (call $wide (local.get $length) (local.get $round))
            (call $points (local.get $length) (local.get $round)))))
      (br_if $rounds
        (i32.lt_s (local.tee $round (i32.add (local.get $round) (i32.const 1))) (local.get $rounds))))
    (local.get $checksum)))
