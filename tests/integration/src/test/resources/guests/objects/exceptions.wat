;; Exceptions thrown and caught in loops: with values of every kind, out of several frames, through functions that catch
;; and rethrow, through a table and by reference; caught by tag, by everything, with and without the exception itself,
;; which may be kept and thrown much later. `run depth rounds` throws from so many frames deep.
(module
  (type $problem (struct (field $depth i32) (field $cause (mut (ref null $problem)))))
  (type $thrower (func (param i32 i32) (result i32)))

  (tag $number (param i32))
  (tag $numbers (param i32 i64 f64))
  (tag $object (param (ref $problem)))
  (tag $empty)

  (global $kept (mut exnref) (ref.null exn))
  (table $throwers funcref (elem $deep $rethrowing))

  ;; Throws what the number says.
  (func $fail (param $which i32)
    (block $empty
      (block $object
        (block $numbers
          (block $number
            (br_table $number $numbers $object $empty
              (i32.and (local.get $which) (i32.const 3))))
          (throw $number (local.get $which)))
        (throw $numbers
          (local.get $which)
          (i64.mul (i64.extend_i32_s (local.get $which)) (i64.const 0x100000001))
          (f64.convert_i32_s (local.get $which))))
      (throw $object
        (struct.new $problem
          (local.get $which)
          (struct.new $problem (i32.const 5) (ref.null none)))))
    (throw $empty))

  (func $deep (type $thrower) (param $depth i32) (param $which i32) (result i32)
    (if (i32.eqz (local.get $depth))
      (then (call $fail (local.get $which))))
    (i32.add
      (call $deep (i32.sub (local.get $depth) (i32.const 1)) (local.get $which))
      (local.get $depth)))

  ;; Every third frame catches what comes from below: objects are wrapped, all else is thrown on as it is.
  (func $rethrowing (type $thrower) (param $depth i32) (param $which i32) (result i32)
    (if (i32.eqz (local.get $depth))
      (then (call $fail (local.get $which))))
    (if (i32.rem_u (local.get $depth) (i32.const 3))
      (then
        (return
          (call $rethrowing (i32.sub (local.get $depth) (i32.const 1)) (local.get $which)))))
    (block $any (result exnref)
      (throw $object
        (struct.new $problem
          (local.get $depth)
          (block $object (result (ref $problem))
            (return
              (try_table (result i32) (catch $object $object) (catch_all_ref $any)
                (call $rethrowing (i32.sub (local.get $depth) (i32.const 1)) (local.get $which))))))))
    (throw_ref))

  ;; Does what may fail, and says what came of it.
  (func $tried (param $way i32) (param $depth i32) (param $which i32) (result i32)
    (local $number i32) (local $long i64) (local $real f64) (local $problem (ref null $problem))
    (block $empty
      (block $object (result (ref $problem))
        (block $numbers (result i32 i64 f64)
          (block $number (result i32)
            (return
              (try_table (result i32)
                (catch $number $number)
                (catch $numbers $numbers)
                (catch $object $object)
                (catch_all $empty)
                (if (result i32) (i32.lt_u (local.get $way) (i32.const 2))
                  (then
                    (call_indirect $throwers (type $thrower)
                      (local.get $depth)
                      (local.get $which)
                      (local.get $way)))
                  (else
                    (call_ref $thrower
                      (local.get $depth)
                      (local.get $which)
                      (ref.func $deep)))))))
          (return (i32.mul (i32.const 3))))
        (local.set $real)
        (local.set $long)
        (local.set $number)
        (return
          (i32.add
            (i32.mul (local.get $number) (i32.const 5))
            (i32.add
              (i32.wrap_i64 (i64.shr_s (local.get $long) (i64.const 32)))
              (i32.trunc_f64_s (local.get $real))))))
      (local.set $problem)
      (loop $causes
        (local.set $number
          (i32.add
            (i32.mul (local.get $number) (i32.const 7))
            (struct.get $problem $depth (local.get $problem))))
        (br_if $causes
          (i32.eqz
            (ref.is_null
              (local.tee $problem (struct.get $problem $cause (local.get $problem)))))))
      (return (local.get $number)))
    (i32.const -1))

  ;; Throws the exception that was kept, if there is one, and keeps a new one. Answers what the kept one carries.
  (func $exchanged (param $which i32) (result i32)
    (local $answer i32)
    (block $other
      (block $known (result i32)
        (br_if $other (ref.is_null (global.get $kept)))
        (try_table (catch $number $known) (catch_all $other)
          (throw_ref (global.get $kept)))
        (unreachable))
      (local.set $answer))
    (block $new (result i32 exnref)
      (block $other_new (result exnref)
        (try_table (catch_ref $number $new) (catch_all_ref $other_new)
          (call $fail (local.get $which)))
        (unreachable))
      (global.set $kept)
      (return (local.get $answer)))
    (global.set $kept)
    (i32.add (local.get $answer)))

  (func (export "run") (param $depth i32) (param $rounds i32) (result i32)
    (local $round i32) (local $checksum i32)
    (global.set $kept (ref.null exn))
    (loop $rounds
      (local.set $checksum
        (i32.add
          (i32.mul (local.get $checksum) (i32.const 31))
          (call $tried
            (i32.rem_u (local.get $round) (i32.const 3))
            (i32.rem_u (local.get $round) (local.get $depth))
            (local.get $round))))
      (local.set $checksum
        (i32.add
          (i32.mul (local.get $checksum) (i32.const 31))
          (call $exchanged (i32.shr_u (local.get $round) (i32.const 1)))))
      (br_if $rounds
        (i32.lt_s (local.tee $round (i32.add (local.get $round) (i32.const 1))) (local.get $rounds))))
    (local.get $checksum)))
