;; A start function with real work to do, before anybody calls: active segments of data and elements at offsets, globals
;; of every type, then a table of primes, calls through the element segment, bulk operations, notes to the host and
;; yields.
(module
  (type $unary (func (param i32) (result i32)))
  (import "host" "note" (func $note (param i32)))
  (import "host" "ask" (func $ask (param i32) (result i32)))
  (import "tally" "yield" (func $yield))

  (memory (export "memory") 1)
  (table $functions (export "table") 10 funcref)

  (global $limit (export "limit") i32 (i32.const 8192))
  (global $count (export "count") (mut i32) (i32.const 0))
  (global $wide (export "wide") (mut i64) (i64.const -1234567890123))
  (global $single (export "single") (mut f32) (f32.const 1.25))
  (global $double (export "double") (mut f64) (f64.const -0.1))
  (global $function (export "function") (mut funcref) (ref.func $triple))
  (global $nothing (export "nothing") externref (ref.null extern))

  (elem (i32.const 1) $increment $triple $halve)
  (elem (i32.const 8) func $halve $increment)
  (elem $later func $triple $triple)
  (data (i32.const 16384) "segments are written in their order;")
  (data (i32.const 16393) "ARE WRITTEN")
  (data (i32.const 65532) "last")
  (data $passive "taken by the start function")

  (func $increment (type $unary) (i32.add (local.get 0) (i32.const 1)))
  (func $triple (type $unary) (i32.mul (local.get 0) (i32.const 3)))
  (func $halve (type $unary) (i32.shr_u (local.get 0) (i32.const 1)))

  ;; Marks the composite numbers below the limit in the first 8 KiB, and counts the primes.
  (func $sieve
    (local $i i32) (local $multiple i32)
    (memory.fill (i32.const 0) (i32.const 1) (global.get $limit))
    (local.set $i (i32.const 2))
    loop $next
      (if (i32.load8_u (local.get $i))
        (then
          (global.set $count (i32.add (global.get $count) (i32.const 1)))
          (local.set $multiple (local.get $i))
          loop $mark
            (local.set $multiple (i32.add (local.get $multiple) (local.get $i)))
            (if (i32.lt_u (local.get $multiple) (global.get $limit))
              (then
                (i32.store8 (local.get $multiple) (i32.const 0))
                (br $mark)))
          end))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (global.get $limit)))
    end)

  (func $begin
    (local $round i32) (local $x i32)
    (memory.init $passive (i32.const 16421) (i32.const 0) (i32.const 27))
    (table.init $later (i32.const 5) (i32.const 0) (i32.const 2))
    (data.drop $passive)
    loop $next
      (global.set $count (i32.const 0))
      (call $sieve)
      (call $note (global.get $count))
      (call $yield)
      (local.set $x
        (call_indirect (type $unary)
          (i32.add (global.get $count) (local.get $x))
          (i32.add (i32.rem_u (local.get $round) (i32.const 3)) (i32.const 1))))
      (memory.copy (i32.const 20001) (i32.const 16384) (i32.const 20000))
      (br_if $next
        (i32.lt_u (local.tee $round (i32.add (local.get $round) (i32.const 1))) (i32.const 6)))
    end
    (global.set $wide (i64.mul (global.get $wide) (i64.extend_i32_s (local.get $x))))
    (global.set $single (f32.div (global.get $single) (f32.convert_i32_s (local.get $x))))
    (global.set $double (f64.add (global.get $double) (f64.convert_i32_s (call $ask (local.get $x))))))

  (start $begin)

  ;; What the start function left behind: the 64 bytes of text, the globals, the function in the global.
  (func $run (export "run") (param $i i32) (result i64 i64 f32 f64 i32)
    (i64.load offset=16384 (local.get $i))
    (global.get $wide)
    (global.get $single)
    (global.get $double)
    (table.set $functions (i32.const 0) (global.get $function))
    (call_indirect (type $unary) (global.get $count) (i32.const 0)))

  (func $is_null (export "is_null") (param $i i32) (result i32 i32)
    (ref.is_null (table.get $functions (local.get $i)))
    (ref.is_null (global.get $nothing)))

  (func $apply (export "apply") (param $i i32) (param $x i32) (result i32)
    (call_indirect (type $unary) (local.get $x) (local.get $i))))
