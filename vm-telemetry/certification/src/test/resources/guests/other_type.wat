;; Wants something that there is, in another type.
(module
  (import "tally" "yield" (func (param i32)))
  (func (export "run")))
