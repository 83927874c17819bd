;; Makes objects and keeps them all, until it is refused: a list whose cells hold 4,000 bytes each. What it had is still
;; there after the trap; when it lets go of it there is room again.
(module
  (type $bytes (array (mut i8)))
  (type $cell
    (struct
      (field $number i32)
      (field $next (ref null $cell))
      (field $bytes (ref $bytes))))
  (global $kept (mut (ref null $cell)) (ref.null none))

  (func (export "run")
    (loop $next
      (global.set $kept
        (struct.new $cell
          (i32.add (call $length) (i32.const 1))
          (global.get $kept)
          (array.new_default $bytes (i32.const 4000))))
      (br $next)))

  (func $length (export "length") (result i32)
    (block $none
      (return (struct.get $cell $number (br_on_null $none (global.get $kept)))))
    (i32.const 0))

  (func (export "let_go")
    (global.set $kept (ref.null none))))
