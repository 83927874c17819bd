;; Generations: an old array of records into which young ones are stored, each of which refers to the record that it
;; replaces and cuts off what that one refers to; old records that get a young companion; and records that nobody keeps.
;; `run records steps` keeps at most four records for each slot, of 8 + 16 = 24 bytes.
(module
  (type $record
    (struct
      (field $id i32)
      (field $uses (mut i32))
      (field $previous (mut (ref null $record)))
      (field $companion (mut (ref null $record)))))
  (type $slots (array (mut (ref null $record))))

  (global $seed (mut i32) (i32.const 0))

  ;; One of so many indices.
  (func $random (param $end i32) (result i32)
    (global.set $seed
      (i32.add (i32.mul (global.get $seed) (i32.const 1664525)) (i32.const 1013904223)))
    (i32.rem_u (i32.shr_u (global.get $seed) (i32.const 8)) (local.get $end)))

  (func $record (param $id i32) (param $previous (ref null $record)) (result (ref $record))
    (struct.new $record (local.get $id) (i32.const 0) (local.get $previous) (ref.null none)))

  ;; The id of a record, or 7 if there is none; counts the use.
  (func $used (param $record (ref null $record)) (result i32)
    (block $none
      (struct.set $record $uses
        (br_on_null $none (local.get $record))
        (i32.add (struct.get $record $uses (local.get $record)) (i32.const 1)))
      (return (struct.get $record $id (local.get $record))))
    (i32.const 7))

  (func $sum (param $slots (ref $slots)) (result i32)
    (local $i i32) (local $sum i32) (local $record (ref null $record))
    (loop $next
      (local.set $record (array.get $slots (local.get $slots) (local.get $i)))
      (loop $chain
        (if (i32.eqz (ref.is_null (local.get $record)))
          (then
            (local.set $sum
              (i32.add
                (i32.mul (local.get $sum) (i32.const 31))
                (i32.add
                  (struct.get $record $uses (local.get $record))
                  (i32.xor
                    (call $used (local.get $record))
                    (call $used (struct.get $record $companion (local.get $record)))))))
            (local.set $record (struct.get $record $previous (local.get $record)))
            (br $chain))))
      (br_if $next
        (i32.lt_u
          (local.tee $i (i32.add (local.get $i) (i32.const 1)))
          (array.len (local.get $slots)))))
    (local.get $sum))

  (func (export "run") (param $records i32) (param $steps i32) (result i32)
    (local $slots (ref $slots)) (local $step i32) (local $i i32) (local $checksum i32)
    (local $young (ref $record)) (local $replaced (ref null $record))
    (global.set $seed (local.get $records))
    (local.set $slots (array.new_default $slots (local.get $records)))
    (loop $steps
      (local.set $i (call $random (local.get $records)))
      (local.set $replaced (array.get $slots (local.get $slots) (local.get $i)))
      (local.set $young (call $record (local.get $step) (local.get $replaced)))
      (array.set $slots (local.get $slots) (local.get $i) (local.get $young))
      (if (i32.eqz (ref.is_null (local.get $replaced)))
        (then (struct.set $record $previous (local.get $replaced) (ref.null none))))

      ;; A companion for a record of any age: the one that was replaced a moment ago, or a new one.
      (local.set $replaced
        (array.get $slots (local.get $slots) (call $random (local.get $records))))
      (if (i32.eqz (ref.is_null (local.get $replaced)))
        (then
          (struct.set $record $companion
            (local.get $replaced)
            (call $record (i32.mul (local.get $step) (i32.const 3)) (ref.null none)))))

      ;; Three that are dropped at once.
      (local.set $young
        (call $record
          (i32.const 3)
          (call $record (local.get $i) (call $record (local.get $step) (ref.null none)))))
      (local.set $checksum
        (i32.add
          (i32.mul (local.get $checksum) (i32.const 31))
          (i32.add
            (call $used (local.get $replaced))
            (call $used (struct.get $record $previous (struct.get $record $previous (local.get $young)))))))

      (if (i32.eqz (i32.and (local.get $step) (i32.const 1023)))
        (then (local.set $checksum (i32.xor (local.get $checksum) (call $sum (local.get $slots))))))
      (br_if $steps
        (i32.lt_s (local.tee $step (i32.add (local.get $step) (i32.const 1))) (local.get $steps))))
    (i32.add (local.get $checksum) (call $sum (local.get $slots)))))
