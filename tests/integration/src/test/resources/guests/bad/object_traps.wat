;; One export for each way in which operations on objects and exceptions trap, two calls deep. Traps are no exceptions:
;; nothing catches them. A guest lives on after each.
(module
  (type $point (struct (field $x (mut i32))))
  (type $sub (sub (struct)))
  (type $subsub (sub $sub (struct (field i64))))
  (type $bytes (array (mut i8)))
  (type $points (array (mut (ref null $point))))
  (data $three "abc")
  (elem $one (ref null $point) (item (struct.new $point (i32.const 7))))
  (tag $number (param i32))
  (tag $point (param (ref null $point)))
  (global $made (mut i32) (i32.const 0))

  (func $nothing (result (ref null $point)) (ref.null none))
  (func $no_bytes (result (ref null $bytes)) (ref.null none))
  (func $bytes (result (ref $bytes)) (array.new $bytes (i32.const 1) (i32.const 4)))
  (func $points (result (ref $points)) (array.new_default $points (i32.const 4)))

  (func $get (result i32) (struct.get $point $x (call $nothing)))
  (func (export "get_of_null") (result i32) (call $get))
  (func $set (struct.set $point $x (call $nothing) (i32.const 1)))
  (func (export "set_of_null") (call $set))
  (func $length (result i32) (array.len (call $no_bytes)))
  (func (export "length_of_null") (result i32) (call $length))
  (func $element (result i32) (array.get_u $bytes (call $no_bytes) (i32.const 0)))
  (func (export "element_of_null") (result i32) (call $element))

  (func $at (param $i i32) (result i32) (array.get_u $bytes (call $bytes) (local.get $i)))
  (func (export "element_at") (param $i i32) (result i32) (call $at (local.get $i)))
  (func $put (param $i i32) (array.set $points (call $points) (local.get $i) (ref.null none)))
  (func (export "put_at") (param $i i32) (call $put (local.get $i)))

  ;; Nothing of a range is written if not all of it is there.
  (func $fill (param $from i32) (param $n i32) (result i32)
    (local $bytes (ref $bytes))
    (local.set $bytes (call $bytes))
    (array.fill $bytes (local.get $bytes) (local.get $from) (i32.const 9) (local.get $n))
    (array.get_u $bytes (local.get $bytes) (i32.const 3)))
  (func (export "fill") (param $from i32) (param $n i32) (result i32)
    (call $fill (local.get $from) (local.get $n)))
  (func $copy (param $to i32) (param $from i32) (param $n i32)
    (array.copy $bytes $bytes
      (call $bytes) (local.get $to) (call $bytes) (local.get $from) (local.get $n)))
  (func (export "copy") (param $to i32) (param $from i32) (param $n i32)
    (call $copy (local.get $to) (local.get $from) (local.get $n)))
  (func $init (param $to i32) (param $from i32) (param $n i32)
    (array.init_data $bytes $three
      (call $bytes) (local.get $to) (local.get $from) (local.get $n)))
  (func (export "init_data") (param $to i32) (param $from i32) (param $n i32)
    (call $init (local.get $to) (local.get $from) (local.get $n)))
  (func $init_elem (param $to i32) (param $from i32) (param $n i32)
    (array.init_elem $points $one
      (call $points) (local.get $to) (local.get $from) (local.get $n)))
  (func (export "init_elem") (param $to i32) (param $from i32) (param $n i32)
    (call $init_elem (local.get $to) (local.get $from) (local.get $n)))
  (func $new_data (param $from i32) (param $n i32) (result i32)
    (array.len (array.new_data $bytes $three (local.get $from) (local.get $n))))
  (func (export "new_data") (param $from i32) (param $n i32) (result i32)
    (call $new_data (local.get $from) (local.get $n)))
  (func $new_elem (param $from i32) (param $n i32) (result i32)
    (array.len (array.new_elem $points $one (local.get $from) (local.get $n))))
  (func (export "new_elem") (param $from i32) (param $n i32) (result i32)
    (call $new_elem (local.get $from) (local.get $n)))

  (func $cast (param $which i32) (result i32)
    (local $any anyref)
    (block $known
      (local.set $any (ref.null any))
      (br_if $known (i32.eqz (local.get $which)))
      (local.set $any (struct.new $sub))
      (br_if $known (i32.eq (local.get $which) (i32.const 1)))
      (local.set $any (ref.i31 (i32.const 5)))
      (br_if $known (i32.eq (local.get $which) (i32.const 2)))
      (local.set $any (struct.new $subsub (i64.const 5))))
    (i32.wrap_i64 (struct.get $subsub 0 (ref.cast (ref $subsub) (local.get $any)))))
  (func (export "cast") (param $which i32) (result i32) (call $cast (local.get $which)))
  (func $no_number (result i32) (i31.get_u (ref.null i31)))
  (func (export "number_of_null") (result i32) (call $no_number))

  ;; Catches everything, but a trap is nothing to catch.
  (func (export "caught_trap") (result i32)
    (block $caught
      (return (try_table (result i32) (catch_all $caught) (call $get))))
    (i32.const 1))

  (func $throw (throw $number (i32.const 42)))
  (func (export "uncaught") (call $throw))
  (func (export "uncaught_point") (throw $point (struct.new $point (i32.const 1))))
  (func $throw_null (throw_ref (ref.null exn)))
  (func (export "thrown_null") (call $throw_null))

  ;; More than any quota, whatever an element takes.
  (func $huge (param $length i32) (result i32)
    (array.len (array.new_default $points (local.get $length))))
  (func (export "huge") (param $length i32) (result i32) (call $huge (local.get $length)))

  ;; The guest is as it was: what it made is garbage.
  (func (export "sound") (result i32)
    (array.set $bytes (call $bytes) (i32.const 3) (i32.const 8))
    (i32.add
      (call $at (i32.const 3))
      (struct.get $point $x (struct.new $point (i32.const 2))))))
