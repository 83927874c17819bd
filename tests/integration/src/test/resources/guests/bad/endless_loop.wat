;; Loops for ever.
(module
  (func $spin (export "run")
    (loop $again (br $again))))
