;; Makes objects and keeps them all, until it is refused: a list whose cells point to the one before. What it had is still
;; there after the trap; when it lets go of it there is room again.
(module
  (type $cell (struct (field $number i32) (field $next (ref null $cell))))
  (global $kept (mut (ref null $cell)) (ref.null none))

  (func (export "run")
    (loop $next
      (global.set $kept
        (struct.new $cell
          (i32.add (call $length) (i32.const 1))
          (global.get $kept)))
      (br $next)))

  (func $length (export "length") (result i32)
    (block $none
      (return (struct.get $cell $number (br_on_null $none (global.get $kept)))))
    (i32.const 0))

  (func (export "let_go")
    (global.set $kept (ref.null none))))
