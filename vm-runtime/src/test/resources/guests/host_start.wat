;; Begins with a function of the host.
(module
  (import "host" "start" (func $host_start))
  (start $host_start)
  (func (export "answer") (result i32)
    (i32.const 42)))
