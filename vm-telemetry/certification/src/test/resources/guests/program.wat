;; A program for WASI that writes what it can know: its arguments, its input, random bytes and the time. It exits with the
;; number of its arguments beside its name.
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)

  ;; Writes what lies there to standard output.
  (func $write (param $at i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))

  (func (export "_start")
    (drop (call $args_sizes_get (i32.const 16) (i32.const 20)))
    (drop (call $args_get (i32.const 64) (i32.const 256)))
    (call $write (i32.const 256) (i32.load (i32.const 20)))
    (drop (call $random_get (i32.const 1024) (i32.const 1000)))
    (call $write (i32.const 1024) (i32.const 1000))
    (drop (call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 2048)))
    (drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 2056)))
    (call $write (i32.const 2048) (i32.const 16))
    (i32.store (i32.const 0) (i32.const 4096))
    (i32.store (i32.const 4) (i32.const 4096))
    (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
    (call $write (i32.const 4096) (i32.load (i32.const 8)))
    (call $proc_exit (i32.sub (i32.load (i32.const 16)) (i32.const 1)))))
