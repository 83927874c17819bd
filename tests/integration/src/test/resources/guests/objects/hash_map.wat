;; A hash map with chains that grows twofold whenever it holds as many entries as buckets. Keys are i31 references where
;; the number fits and boxes where it does not, so every comparison casts. `run entries rounds` makes a map each round,
;; of at most 512 keys, counts with it, removes from it, and asks it.
(module
  (type $box (struct (field $number i32)))
  (type $entry
    (struct
      (field $key (ref eq))
      (field $value (mut i32))
      (field $next (mut (ref null $entry)))))
  (type $buckets (array (mut (ref null $entry))))
  (type $map (struct (field $buckets (mut (ref $buckets))) (field $size (mut i32))))

  (global $seed (mut i32) (i32.const 0))

  ;; One of 512 numbers, all over the range of an i32.
  (func $random (result i32)
    (global.set $seed
      (i32.add (i32.mul (global.get $seed) (i32.const 1664525)) (i32.const 1013904223)))
    (i32.mul (i32.shr_s (global.get $seed) (i32.const 23)) (i32.const 16777619)))

  (func $key (param $number i32) (result (ref eq))
    (if (result (ref eq))
      (i32.eq
        (i31.get_s (ref.i31 (local.get $number)))
        (local.get $number))
      (then (ref.i31 (local.get $number)))
      (else (struct.new $box (local.get $number)))))

  (func $number (param $key (ref eq)) (result i32)
    (block $small (result (ref i31))
      (return
        (struct.get $box $number
          (ref.cast (ref $box) (br_on_cast $small (ref eq) (ref i31) (local.get $key))))))
    (i31.get_s))

  (func $same (param $a (ref eq)) (param $b (ref eq)) (result i32)
    (if (ref.eq (local.get $a) (local.get $b))
      (then (return (i32.const 1))))
    (if (i32.and (ref.test (ref $box) (local.get $a)) (ref.test (ref $box) (local.get $b)))
      (then (return (i32.eq (call $number (local.get $a)) (call $number (local.get $b))))))
    (i32.const 0))

  ;; The bucket of a key in so many buckets, a power of two.
  (func $bucket (param $key (ref eq)) (param $buckets i32) (result i32)
    (local $hash i32)
    (local.set $hash (i32.mul (call $number (local.get $key)) (i32.const 0x9e3779b1)))
    (i32.and
      (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 15)))
      (i32.sub (local.get $buckets) (i32.const 1))))

  (func $made (result (ref $map))
    (struct.new $map (array.new_default $buckets (i32.const 4)) (i32.const 0)))

  (func $find (param $map (ref $map)) (param $key (ref eq)) (result (ref null $entry))
    (local $entry (ref null $entry))
    (local.set $entry
      (array.get $buckets
        (struct.get $map $buckets (local.get $map))
        (call $bucket (local.get $key) (array.len (struct.get $map $buckets (local.get $map))))))
    (block $absent
      (loop $chain
        (if (call $same
              (struct.get $entry $key (br_on_null $absent (local.get $entry)))
              (local.get $key))
          (then (return (local.get $entry))))
        (local.set $entry (struct.get $entry $next (local.get $entry)))
        (br $chain)))
    (ref.null $entry))

  (func $grow (param $map (ref $map))
    (local $old (ref $buckets)) (local $new (ref $buckets)) (local $i i32) (local $bucket i32)
    (local $entry (ref null $entry)) (local $next (ref null $entry))
    (local.set $old (struct.get $map $buckets (local.get $map)))
    (local.set $new
      (array.new_default $buckets (i32.shl (array.len (local.get $old)) (i32.const 1))))
    (loop $buckets
      (local.set $entry (array.get $buckets (local.get $old) (local.get $i)))
      (block $end
        (loop $chain
          (local.set $next (struct.get $entry $next (br_on_null $end (local.get $entry))))
          (local.set $bucket
            (call $bucket
              (struct.get $entry $key (local.get $entry))
              (array.len (local.get $new))))
          (struct.set $entry $next (local.get $entry)
            (array.get $buckets (local.get $new) (local.get $bucket)))
          (array.set $buckets (local.get $new) (local.get $bucket) (local.get $entry))
          (local.set $entry (local.get $next))
          (br $chain)))
      (br_if $buckets
        (i32.lt_u
          (local.tee $i (i32.add (local.get $i) (i32.const 1)))
          (array.len (local.get $old)))))
    (struct.set $map $buckets (local.get $map) (local.get $new)))

  (func $count (param $map (ref $map)) (param $number i32)
    (local $key (ref eq)) (local $entry (ref null $entry)) (local $bucket i32)
    (local.set $key (call $key (local.get $number)))
    (local.set $entry (call $find (local.get $map) (local.get $key)))
    (block $absent
      (struct.set $entry $value
        (br_on_null $absent (local.get $entry))
        (i32.add (struct.get $entry $value (local.get $entry)) (i32.const 1)))
      (return))
    (if
      (i32.eq
        (struct.get $map $size (local.get $map))
        (array.len (struct.get $map $buckets (local.get $map))))
      (then (call $grow (local.get $map))))
    (local.set $bucket
      (call $bucket (local.get $key) (array.len (struct.get $map $buckets (local.get $map)))))
    (array.set $buckets
      (struct.get $map $buckets (local.get $map))
      (local.get $bucket)
      (struct.new $entry
        (local.get $key)
        (i32.const 1)
        (array.get $buckets (struct.get $map $buckets (local.get $map)) (local.get $bucket))))
    (struct.set $map $size
      (local.get $map)
      (i32.add (struct.get $map $size (local.get $map)) (i32.const 1))))

  (func $remove (param $map (ref $map)) (param $number i32)
    (local $key (ref eq)) (local $bucket i32) (local $previous (ref null $entry)) (local $entry (ref null $entry))
    (local.set $key (call $key (local.get $number)))
    (local.set $bucket
      (call $bucket (local.get $key) (array.len (struct.get $map $buckets (local.get $map)))))
    (local.set $entry
      (array.get $buckets (struct.get $map $buckets (local.get $map)) (local.get $bucket)))
    (loop $chain
      (if (ref.is_null (local.get $entry))
        (then (return)))
      (if (i32.eqz (call $same (struct.get $entry $key (local.get $entry)) (local.get $key)))
        (then
          (local.set $previous (local.get $entry))
          (local.set $entry (struct.get $entry $next (local.get $entry)))
          (br $chain))))
    (if (ref.is_null (local.get $previous))
      (then
        (array.set $buckets
          (struct.get $map $buckets (local.get $map))
          (local.get $bucket)
          (struct.get $entry $next (local.get $entry))))
      (else
        (struct.set $entry $next
          (local.get $previous)
          (struct.get $entry $next (local.get $entry)))))
    (struct.set $map $size
      (local.get $map)
      (i32.sub (struct.get $map $size (local.get $map)) (i32.const 1))))

  ;; The count of a number; 0 if it is not there.
  (func $counted (param $map (ref $map)) (param $number i32) (result i32)
    (block $absent
      (return
        (struct.get $entry $value
          (br_on_null $absent (call $find (local.get $map) (call $key (local.get $number)))))))
    (i32.const 0))

  ;; A sum over all entries that does not depend on their order.
  (func $sum (param $map (ref $map)) (result i32)
    (local $i i32) (local $sum i32) (local $entry (ref null $entry))
    (loop $buckets
      (local.set $entry (array.get $buckets (struct.get $map $buckets (local.get $map)) (local.get $i)))
      (block $end
        (loop $chain
          (local.set $sum
            (i32.add
              (local.get $sum)
              (i32.mul
                (call $number (struct.get $entry $key (br_on_null $end (local.get $entry))))
                (struct.get $entry $value (local.get $entry)))))
          (local.set $entry (struct.get $entry $next (local.get $entry)))
          (br $chain)))
      (br_if $buckets
        (i32.lt_u
          (local.tee $i (i32.add (local.get $i) (i32.const 1)))
          (array.len (struct.get $map $buckets (local.get $map))))))
    (local.get $sum))

  (func (export "run") (param $entries i32) (param $rounds i32) (result i32)
    (local $map (ref $map)) (local $i i32) (local $checksum i32)
    (global.set $seed (local.get $entries))
    (loop $rounds
      (local.set $map (call $made))
      (local.set $i (local.get $entries))
      (loop $counts
        (call $count (local.get $map) (call $random))
        (br_if $counts (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
      (local.set $checksum
        (i32.add
          (i32.mul (local.get $checksum) (i32.const 31))
          (i32.add (call $sum (local.get $map)) (struct.get $map $size (local.get $map)))))
      (local.set $i (i32.shr_u (local.get $entries) (i32.const 1)))
      (loop $removals
        (call $remove (local.get $map) (call $random))
        (local.set $checksum
          (i32.add
            (i32.mul (local.get $checksum) (i32.const 31))
            (call $counted (local.get $map) (call $random))))
        (br_if $removals (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
      (local.set $checksum
        (i32.add
          (i32.mul (local.get $checksum) (i32.const 31))
          (i32.add (call $sum (local.get $map)) (struct.get $map $size (local.get $map)))))
      (br_if $rounds (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $checksum)))
