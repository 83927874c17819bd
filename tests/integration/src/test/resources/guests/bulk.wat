;; Bulk operations on memory, many KiB each, so that a small slice ends in the middle of one: fills, copies without
;; overlap and with overlap in both directions (by 1, 7, 8 and 4,096 bytes), initialisation from passive segments, odd
;; lengths, empty ranges, ranges that end at the memory's last byte, and ranges beyond it, of which not a byte may be
;; written.
(module
  (memory (export "memory") 3 3)

  (data $ruler
    "00abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    "01bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789a"
    "02cdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ab"
    "03defghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abc"
    "04efghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcd"
    "05fghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcde"
    "06ghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdef"
    "07hijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg"
    "08ijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefgh"
    "09jklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghi"
    "10klmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghij"
    "11lmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijk"
    "12mnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijkl"
    "13nopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklm"
    "14opqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmn"
    "15pqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmno"
    "16qrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnop"
    "17rstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopq"
    "18stuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqr"
    "19tuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrs"
    "20uvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrst"
    "21vwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstu"
    "22wxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuv"
    "23xyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvw"
    "24yzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwx"
    "25zABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxy"
    "26ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz"
    "27BCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzA"
    "28CDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzAB"
    "29DEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABC"
    "30EFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCD"
    "31FGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDE"
    "32GHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEF"
    "33HIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
    "34IJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH"
    "35JKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHI"
    "36KLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"
    "37LMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJK"
    "38MNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL"
    "39NOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM"
    "40OPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"
    "41PQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO"
    "42QRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"
    "43RSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
    "44STUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
    "45TUVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS"
    "46UVWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
    "47VWXYZ0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU")
  (data $short "\00\01\02\03\04\05\06\07\08\09\0a")
  (data (i32.const 196600) "the end.")

  ;; Folds `length` bytes from `at` on, eight at a time; `length` is a multiple of 8.
  (func $fold (export "fold") (param $at i32) (param $length i32) (result i64)
    (local $sum i64) (local $end i32)
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    loop $next
      (local.set $sum
        (i64.add
          (i64.mul (local.get $sum) (i64.const 1099511628211))
          (i64.load (local.get $at))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end)))
    end
    (local.get $sum))

  ;; Lays out the ruler, a run of one byte whose length is odd, and copies of both.
  (func $lay_out (param $round i32)
    (memory.init $ruler (i32.const 1000) (i32.const 0) (i32.const 3072))
    (memory.init $ruler (i32.const 4075) (i32.const 70) (i32.const 2001))
    (memory.init $short (i32.add (i32.const 1003) (local.get $round)) (i32.const 2) (i32.const 9))
    (memory.fill (i32.const 7001) (local.get $round) (i32.const 24999))
    (memory.copy (i32.const 40000) (i32.const 1000) (i32.const 31000)))

  ;; Copies a range onto itself, `distance` bytes further up and then `distance` bytes back down, which is not the
  ;; inverse.
  (func $shift (param $distance i32) (param $length i32)
    (memory.copy (i32.add (i32.const 2000) (local.get $distance)) (i32.const 2000) (local.get $length))
    (memory.copy (i32.const 1500) (i32.add (i32.const 1500) (local.get $distance)) (local.get $length)))

  ;; Nothing happens, but the ranges are looked at.
  (func $empty
    (memory.fill (i32.const 196608) (i32.const 1) (i32.const 0))
    (memory.copy (i32.const 196608) (i32.const 0) (i32.const 0))
    (memory.copy (i32.const 0) (i32.const 196608) (i32.const 0))
    (memory.init $short (i32.const 196608) (i32.const 11) (i32.const 0)))

  ;; Copies that touch the memory's first and last byte.
  (func $edges
    (memory.copy (i32.const 163840) (i32.const 0) (i32.const 32760))
    (memory.copy (i32.const 0) (i32.const 196507) (i32.const 101))
    (memory.copy (i32.const 196507) (i32.const 1) (i32.const 101)))

  (func $run (export "run") (param $rounds i32) (result i64)
    (local $round i32) (local $sum i64)
    loop $next
      (call $lay_out (local.get $round))
      (call $shift (i32.const 1) (i32.const 20011))
      (call $shift (i32.const 7) (i32.const 9999))
      (call $shift (i32.const 8) (i32.const 16384))
      (call $shift (i32.const 4096) (i32.const 30003))
      (call $empty)
      (call $edges)
      (local.set $sum
        (i64.add
          (i64.mul (local.get $sum) (i64.const 31))
          (call $fold (i32.mul (local.get $round) (i32.const 1024)) (i32.const 32768))))
      (br_if $next
        (i32.lt_u (local.tee $round (i32.add (local.get $round) (i32.const 1))) (local.get $rounds)))
    end
    (i64.xor (local.get $sum) (call $fold (i32.const 0) (i32.const 196608))))

  (func $fill_too_far (export "fill_too_far")
    (memory.fill (i32.const 190000) (i32.const 255) (i32.const 6609)))
  (func $copy_too_far_up (export "copy_too_far_up")
    (memory.copy (i32.const 176609) (i32.const 0) (i32.const 20000)))
  (func $copy_too_far_down (export "copy_too_far_down")
    (memory.copy (i32.const 0) (i32.const 176609) (i32.const 20000)))
  (func $init_beyond_the_segment (export "init_beyond_the_segment")
    (memory.init $ruler (i32.const 0) (i32.const 2) (i32.const 3071)))
  (func $init_beyond_the_memory (export "init_beyond_the_memory")
    (memory.init $ruler (i32.const 193537) (i32.const 0) (i32.const 3072)))
  (func $length_that_wraps (export "length_that_wraps")
    (memory.fill (i32.const 8) (i32.const 0) (i32.const -1)))

  ;; A dropped segment is empty: taking nothing from it is fine, one byte is too many.
  (func $drop (export "drop")
    (data.drop $short)
    (data.drop $short)
    (memory.init $short (i32.const 0) (i32.const 0) (i32.const 0)))
  (func $init_dropped (export "init_dropped")
    (memory.init $short (i32.const 0) (i32.const 0) (i32.const 1))))
