;; Loops for ever and never yields: its ticks end when their fuel is used up. `turns` says how far it came.
(module
  (global $turns (export "turns") (mut i64) (i64.const 0))
  (func $run (export "run")
    (loop $again
      (global.set $turns (i64.add (global.get $turns) (i64.const 1)))
      (br $again))))
