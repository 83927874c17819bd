;; Hands one number of each type to the host, and answers what it returns.
(module
  (import "host" "numbers" (func $host_numbers (param i32 i64 f32 f64) (result i32 i64 f32 f64)))

  (func (export "numbers") (param i32 i64 f32 f64) (result i32 i64 f32 f64)
    (call $host_numbers (local.get 0) (local.get 1) (local.get 2) (local.get 3))))
