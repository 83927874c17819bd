;; Callbacks: the host calls back into the guest while the guest waits for it. The visit itself works, asks, notes and
;; calls back again, so that guest and host lie above one another several times over; every third visit yields on the
;; way.
(module
  (import "host" "callback" (func $callback (param i32) (result i32)))
  (import "host" "ask" (func $ask (param i32) (result i32)))
  (import "host" "mix" (func $mix (param i32 i32) (result i32)))
  (import "host" "note" (func $note (param i32)))
  (import "tally" "yield" (func $yield))

  (global $visits (export "visits") (mut i32) (i32.const 0))
  (global $depth (mut i32) (i32.const 0))
  (global $deepest (export "deepest") (mut i32) (i32.const 0))

  (func $ponder (param $x i32) (result i32)
    (local $i i32)
    loop $next
      (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 13))))
      (local.set $x (i32.xor (local.get $x) (i32.shr_u (local.get $x) (i32.const 17))))
      (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 5))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 120)))
    end
    (local.get $x))

  ;; The lowest three bits of `x` say how much deeper this visit goes.
  (func $visit (export "visit") (param $x i32) (result i32)
    (local $below i32)
    (global.set $visits (i32.add (global.get $visits) (i32.const 1)))
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (if (i32.gt_u (global.get $depth) (global.get $deepest))
      (then (global.set $deepest (global.get $depth))))
    (if (i32.eqz (i32.rem_u (global.get $visits) (i32.const 3)))
      (then (call $yield)))
    (local.set $below (call $ponder (local.get $x)))
    (if (i32.and (local.get $x) (i32.const 7))
      (then
        (local.set $below
          (call $mix
            (local.get $below)
            (call $callback
              (i32.or
                (i32.and (local.get $below) (i32.const -8))
                (i32.and (i32.sub (local.get $x) (i32.const 1)) (i32.const 7))))))))
    (if (i32.eqz (i32.and (local.get $x) (i32.const 3)))
      (then (call $note (call $ask (local.get $below)))))
    (global.set $depth (i32.sub (global.get $depth) (i32.const 1)))
    (local.get $below))

  (func $run (export "run") (param $turns i32) (result i32 i32)
    (local $turn i32) (local $sum i32)
    (global.set $visits (i32.const 0))
    loop $next
      (local.set $sum
        (i32.add
          (i32.mul (local.get $sum) (i32.const 31))
          (call $callback (i32.add (i32.mul (local.get $turn) (i32.const 24)) (local.get $turn)))))
      (br_if $next
        (i32.lt_u (local.tee $turn (i32.add (local.get $turn) (i32.const 1))) (local.get $turns)))
    end
    (local.get $sum)
    (global.get $visits)))
