;; Fragments: byte arrays of mixed sizes in slots; each round drops those in every second slot, makes larger ones in
;; their place, and every fourth round one of 20,000 bytes beside them. What is still there is read again.
;; `run slots rounds` holds at most 64 bytes for each slot and each of at most 32 steps of size, besides the large ones.
(module
  (type $bytes (array (mut i8)))
  (type $slots (array (mut (ref null $bytes))))

  (global $seed (mut i32) (i32.const 0))
  (global $large (mut (ref null $bytes)) (ref.null none))

  (func $random (result i32)
    (global.set $seed
      (i32.add (i32.mul (global.get $seed) (i32.const 1664525)) (i32.const 1013904223)))
    (i32.shr_u (global.get $seed) (i32.const 8)))

  (func $filled (param $length i32) (param $value i32) (result (ref $bytes))
    (local $bytes (ref $bytes))
    (local.set $bytes (array.new $bytes (local.get $value) (local.get $length)))
    (array.set $bytes (local.get $bytes)
      (i32.shr_u (local.get $length) (i32.const 1))
      (i32.xor (local.get $value) (i32.const 0x55)))
    (local.get $bytes))

  (func $sum (param $bytes (ref null $bytes)) (result i32)
    (local $length i32)
    (if (ref.is_null (local.get $bytes))
      (then (return (i32.const 1))))
    (local.set $length (array.len (local.get $bytes)))
    (i32.add
      (i32.mul (local.get $length) (i32.const 65599))
      (i32.add
        (i32.mul (array.get_s $bytes (local.get $bytes) (i32.const 0)) (i32.const 257))
        (i32.xor
          (array.get_u $bytes (local.get $bytes) (i32.shr_u (local.get $length) (i32.const 1)))
          (array.get_s $bytes (local.get $bytes) (i32.sub (local.get $length) (i32.const 1)))))))

  (func (export "run") (param $count i32) (param $rounds i32) (result i32)
    (local $slots (ref $slots)) (local $round i32) (local $i i32) (local $length i32) (local $checksum i32)
    (global.set $seed (local.get $count))
    (global.set $large (ref.null none))
    (local.set $slots (array.new_default $slots (local.get $count)))
    (loop $rounds
      ;; Every second slot becomes free, in odd rounds the odd ones, before any is filled again.
      (local.set $i (i32.and (local.get $round) (i32.const 1)))
      (loop $drops
        (array.set $slots (local.get $slots) (local.get $i) (ref.null none))
        (br_if $drops
          (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 2))) (local.get $count))))

      (local.set $i (i32.and (local.get $round) (i32.const 1)))
      (loop $makes
        (local.set $length
          (i32.add
            (i32.const 3)
            (i32.mul
              (i32.and (call $random) (i32.const 63))
              (i32.add (i32.const 1) (i32.and (local.get $round) (i32.const 31))))))
        (array.set $slots
          (local.get $slots)
          (local.get $i)
          (call $filled (local.get $length) (i32.add (local.get $i) (local.get $round))))
        (br_if $makes
          (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 2))) (local.get $count))))

      (if (i32.eqz (i32.and (local.get $round) (i32.const 3)))
        (then (global.set $large (call $filled (i32.const 20000) (local.get $round)))))

      (local.set $i (i32.const 0))
      (local.set $checksum (i32.xor (local.get $checksum) (call $sum (global.get $large))))
      (loop $sums
        (local.set $checksum
          (i32.add
            (i32.mul (local.get $checksum) (i32.const 31))
            (call $sum (array.get $slots (local.get $slots) (local.get $i)))))
        (br_if $sums
          (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $count))))
      (br_if $rounds
        (i32.lt_s (local.tee $round (i32.add (local.get $round) (i32.const 1))) (local.get $rounds))))
    (local.get $checksum)))
