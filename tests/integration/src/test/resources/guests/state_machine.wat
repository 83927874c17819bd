;; A lexer as a state machine: a br_table over the class of each byte inside a br_table over the state. Its text lies in
;; a data segment, its counts in memory; default labels are taken as well.
(module
  (memory (export "memory") 1 1)

  ;; 0..255: the class of each byte, written by $classify. 256..287: how many tokens of each kind. 512: the text.
  (data (i32.const 512)
    "let answer = 6 * (3 + 4) - 0x2a; // a comment\n"
    "if answer >= 17.5e-3 { print \"forty \\\"two\\\"\" } else { fail(answer, -1) }\n"
    "/* a longer comment ** over\n two lines */ while a1 < b2 do a1 = a1 + 1; end\n"
    "unfinished \"text;\n \7f\80\ff @ 007 .5 9. ;;; x\n")
  (global $begin i32 (i32.const 512))
  (global $end i32 (i32.const 748))

  ;; Classes: 0 other, 1 space, 2 letter, 3 digit, 4 quote, 5 slash, 6 star, 7 end of line, 8 sign.
  (func $class_of (param $byte i32) (result i32)
    (if (i32.eq (local.get $byte) (i32.const 10)) (then (return (i32.const 7))))
    (if (i32.le_u (local.get $byte) (i32.const 32)) (then (return (i32.const 1))))
    (if (i32.lt_u (i32.sub (local.get $byte) (i32.const 48)) (i32.const 10)) (then (return (i32.const 3))))
    (if (i32.lt_u (i32.sub (i32.or (local.get $byte) (i32.const 32)) (i32.const 97)) (i32.const 26))
      (then (return (i32.const 2))))
    (if (i32.eq (local.get $byte) (i32.const 34)) (then (return (i32.const 4))))
    (if (i32.eq (local.get $byte) (i32.const 47)) (then (return (i32.const 5))))
    (if (i32.eq (local.get $byte) (i32.const 42)) (then (return (i32.const 6))))
    (if (i32.lt_u (local.get $byte) (i32.const 127)) (then (return (i32.const 8))))
    (i32.const 0))

  (func $classify
    (local $byte i32)
    loop $next
      (i32.store8 (local.get $byte) (call $class_of (local.get $byte)))
      (br_if $next
        (i32.lt_u (local.tee $byte (i32.add (local.get $byte) (i32.const 1))) (i32.const 256)))
    end)

  ;; Kinds: 0 name, 1 number, 2 text, 3 line comment, 4 block comment, 5 sign, 6 error.
  (func $count (param $kind i32)
    (local $at i32)
    (local.set $at (i32.add (i32.const 256) (i32.shl (local.get $kind) (i32.const 2))))
    (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1))))

  ;; What a byte of the given class begins between two tokens; answers the state after it.
  (func $begin_token (param $class i32) (result i32)
    block $sign
      block $slash
        block $text
          block $number
            block $name
              block $space
                block $other
                  (br_table $other $space $name $number $text $slash $sign $space $sign (local.get $class))
                end
                (call $count (i32.const 6))
                (return (i32.const 8))
              end
              (return (i32.const 0))
            end
            (call $count (i32.const 0))
            (return (i32.const 1))
          end
          (call $count (i32.const 1))
          (return (i32.const 2))
        end
        (call $count (i32.const 2))
        (return (i32.const 3))
      end
      (return (i32.const 4))
    end
    (call $count (i32.const 5))
    (i32.const 0))

  ;; States: 0 between tokens, 1 name, 2 number, 3 text, 4 after a slash, 5 line comment, 6 block comment, 7 star in it,
  ;; 8 error. Answers the state after a byte of the given class.
  (func $step (param $state i32) (param $class i32) (result i32)
    block $error
      block $star
        block $block_comment
          block $line_comment
            block $slash
              block $text
                block $word
                  block $between
                    (br_table $between $word $word $text $slash $line_comment $block_comment $star $error
                      (local.get $state))
                  end
                  (return (call $begin_token (local.get $class)))
                end
                ;; A name or a number goes on with letters and digits.
                block $goes_on
                  block $ends
                    (br_table $ends $ends $goes_on $goes_on $ends (local.get $class))
                  end
                  (return (call $begin_token (local.get $class)))
                end
                (return (local.get $state))
              end
              ;; A text ends at a quote or, unfinished, at the end of its line.
              (return
                (select
                  (i32.const 0)
                  (i32.const 3)
                  (i32.or (i32.eq (local.get $class) (i32.const 4)) (i32.eq (local.get $class) (i32.const 7)))))
            end
            (if (i32.eq (local.get $class) (i32.const 5))
              (then (call $count (i32.const 3)) (return (i32.const 5))))
            (if (i32.eq (local.get $class) (i32.const 6))
              (then (call $count (i32.const 4)) (return (i32.const 6))))
            (call $count (i32.const 5))
            (return (call $begin_token (local.get $class)))
          end
          (return (select (i32.const 0) (i32.const 5) (i32.eq (local.get $class) (i32.const 7))))
        end
        (return (select (i32.const 7) (i32.const 6) (i32.eq (local.get $class) (i32.const 6))))
      end
      (if (i32.eq (local.get $class) (i32.const 5)) (then (return (i32.const 0))))
      (return (select (i32.const 7) (i32.const 6) (i32.eq (local.get $class) (i32.const 6))))
    end
    ;; An error lasts until the next space.
    (select
      (i32.const 0)
      (i32.const 8)
      (i32.or (i32.eq (local.get $class) (i32.const 1)) (i32.eq (local.get $class) (i32.const 7)))))

  (func $kind (export "kind") (param $kind i32) (result i32)
    (i32.load offset=256 (i32.shl (local.get $kind) (i32.const 2))))

  ;; Lexes the text `rounds` times and folds the states gone through.
  (func $run (export "run") (param $rounds i32) (result i32)
    (local $at i32) (local $state i32) (local $sum i32)
    (call $classify)
    (memory.fill (i32.const 256) (i32.const 0) (i32.const 32))
    loop $again
      (local.set $at (global.get $begin))
      loop $next
        (local.set $state (call $step (local.get $state) (i32.load8_u (i32.load8_u (local.get $at)))))
        (local.set $sum
          (i32.add (i32.mul (local.get $sum) (i32.const 31)) (local.get $state)))
        (br_if $next
          (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (global.get $end)))
      end
      (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1))))
    end
    (local.get $sum)))
