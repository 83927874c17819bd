;; Hands references and memory to the host.
(module
  (import "host" "text" (func $host_text (param externref) (result externref)))
  (import "host" "show" (func $host_show (param i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 16) "gr\c3\bc\c3\9fe \f0\9d\84\9e")
  ;; Not UTF-8: a lone continuation byte, and a sequence that ends too soon.
  (data (i32.const 48) "a\80b\e2\82")

  (func (export "text") (param externref) (result externref)
    (call $host_text (local.get 0)))

  (func (export "show") (param i32 i32) (result i32)
    (call $host_show (local.get 0) (local.get 1))))
