;; Linked lists: built, reversed, thinned out, copied, sorted in place, and dropped when the next one but one is there.
;; `run length rounds` holds at most four lists of that length, of 8 + 8 = 16 bytes a cell.
(module
  (type $cell (struct (field $value i32) (field $next (mut (ref null $cell)))))

  (global $seed (mut i32) (i32.const 0))
  (global $previous (mut (ref null $cell)) (ref.null $cell))

  (func $random (result i32)
    (global.set $seed
      (i32.add (i32.mul (global.get $seed) (i32.const 1664525)) (i32.const 1013904223)))
    (i32.shr_s (global.get $seed) (i32.const 8)))

  (func $built (param $length i32) (result (ref null $cell))
    (local $list (ref null $cell))
    (loop $next
      (local.set $list (struct.new $cell (call $random) (local.get $list)))
      (br_if $next (local.tee $length (i32.sub (local.get $length) (i32.const 1)))))
    (local.get $list))

  (func $reversed (param $list (ref null $cell)) (result (ref null $cell))
    (local $done (ref null $cell)) (local $next (ref null $cell))
    (loop $cells
      (if (ref.is_null (local.get $list))
        (then (return (local.get $done))))
      (local.set $next (struct.get $cell $next (local.get $list)))
      (struct.set $cell $next (local.get $list) (local.get $done))
      (local.set $done (local.get $list))
      (local.set $list (local.get $next))
      (br $cells))
    (unreachable))

  ;; Unlinks every cell whose value ends in two zero bits, the first one excepted.
  (func $thin (param $list (ref null $cell))
    (local $next (ref null $cell))
    (block $end
      (loop $cells
        (local.set $next (struct.get $cell $next (br_on_null $end (local.get $list))))
        (drop (br_on_null $end (local.get $next)))
        (if (i32.and (struct.get $cell $value (local.get $next)) (i32.const 3))
          (then (local.set $list (local.get $next)))
          (else
            (struct.set $cell $next
              (local.get $list)
              (struct.get $cell $next (local.get $next)))))
        (br $cells))))

  ;; A list of other cells in the same order, as many frames deep as it is long.
  (func $copied (param $list (ref null $cell)) (result (ref null $cell))
    (block $end
      (return
        (struct.new $cell
          (i32.add (struct.get $cell $value (br_on_null $end (local.get $list))) (i32.const 1))
          (call $copied (struct.get $cell $next (local.get $list))))))
    (ref.null $cell))

  (func $sorted (param $list (ref null $cell)) (result (ref null $cell))
    (local $slow (ref null $cell)) (local $fast (ref null $cell)) (local $second (ref null $cell))
    (if (ref.is_null (local.get $list))
      (then (return (local.get $list))))
    (local.set $slow (local.get $list))
    (local.set $fast (struct.get $cell $next (local.get $list)))
    (if (ref.is_null (local.get $fast))
      (then (return (local.get $list))))
    (block $halved
      (loop $ahead
        (local.set $fast (struct.get $cell $next (br_on_null $halved (local.get $fast))))
        (local.set $fast (struct.get $cell $next (br_on_null $halved (local.get $fast))))
        (local.set $slow (struct.get $cell $next (local.get $slow)))
        (br $ahead)))
    (local.set $second (struct.get $cell $next (local.get $slow)))
    (struct.set $cell $next (local.get $slow) (ref.null $cell))
    (call $merged (call $sorted (local.get $list)) (call $sorted (local.get $second))))

  (func $merged (param $a (ref null $cell)) (param $b (ref null $cell)) (result (ref null $cell))
    (local $head (ref $cell)) (local $last (ref $cell))
    (local.set $head (struct.new $cell (i32.const 0) (ref.null $cell)))
    (local.set $last (local.get $head))
    (block $done
      (loop $cells
        (if (ref.is_null (local.get $a))
          (then
            (struct.set $cell $next (local.get $last) (local.get $b))
            (br $done)))
        (if (ref.is_null (local.get $b))
          (then
            (struct.set $cell $next (local.get $last) (local.get $a))
            (br $done)))
        (if
          (i32.le_s
            (struct.get $cell $value (local.get $a))
            (struct.get $cell $value (local.get $b)))
          (then
            (struct.set $cell $next (local.get $last) (local.get $a))
            (local.set $last (ref.as_non_null (local.get $a)))
            (local.set $a (struct.get $cell $next (local.get $a))))
          (else
            (struct.set $cell $next (local.get $last) (local.get $b))
            (local.set $last (ref.as_non_null (local.get $b)))
            (local.set $b (struct.get $cell $next (local.get $b)))))
        (br $cells)))
    (struct.get $cell $next (local.get $head)))

  (func $hash (param $list (ref null $cell)) (result i32)
    (local $hash i32)
    (block $end
      (loop $cells
        (local.set $hash
          (i32.add
            (i32.mul (local.get $hash) (i32.const 31))
            (struct.get $cell $value (br_on_null $end (local.get $list)))))
        (local.set $list (struct.get $cell $next (local.get $list)))
        (br $cells)))
    (local.get $hash))

  (func (export "run") (param $length i32) (param $rounds i32) (result i32)
    (local $list (ref null $cell)) (local $copy (ref null $cell)) (local $checksum i32)
    (global.set $seed (local.get $length))
    (global.set $previous (ref.null $cell))
    (loop $rounds
      (local.set $list (call $reversed (call $built (local.get $length))))
      (call $thin (local.get $list))
      (local.set $copy (call $copied (local.get $list)))
      (local.set $checksum
        (i32.add (i32.mul (local.get $checksum) (i32.const 31)) (call $hash (local.get $list))))
      (local.set $list (call $sorted (local.get $list)))
      (local.set $checksum
        (i32.add (i32.mul (local.get $checksum) (i32.const 31)) (call $hash (local.get $list))))
      (local.set $checksum (i32.xor (local.get $checksum) (call $hash (global.get $previous))))
      (global.set $previous (local.get $copy))
      (br_if $rounds (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $checksum)))
