;; Binary trees, grown from their leaves (children are older than their parents) and from their root (parents are older,
;; and are written to), beside one that stays. `run depth rounds` keeps one tree of 2^(depth+1) - 1 nodes; a node takes
;; 8 + 12 = 20, rounded up to 24 bytes.
(module
  (type $tree
    (struct
      (field $item i32)
      (field $left (mut (ref null $tree)))
      (field $right (mut (ref null $tree)))))

  (func $leaf (param $item i32) (result (ref $tree))
    (struct.new $tree (local.get $item) (ref.null none) (ref.null none)))

  (func $grown (param $depth i32) (param $item i32) (result (ref $tree))
    (if (i32.eqz (local.get $depth))
      (then (return (call $leaf (local.get $item)))))
    (struct.new $tree
      (local.get $item)
      (call $grown
        (i32.sub (local.get $depth) (i32.const 1))
        (i32.sub (i32.shl (local.get $item) (i32.const 1)) (i32.const 1)))
      (call $grown
        (i32.sub (local.get $depth) (i32.const 1))
        (i32.shl (local.get $item) (i32.const 1)))))

  ;; Gives a leaf descendants, the same as those of a tree that was grown from its leaves.
  (func $extend (param $tree (ref $tree)) (param $depth i32)
    (local $item i32)
    (if (i32.eqz (local.get $depth))
      (then (return)))
    (local.set $item (i32.shl (struct.get $tree $item (local.get $tree)) (i32.const 1)))
    (struct.set $tree $left (local.get $tree)
      (call $leaf (i32.sub (local.get $item) (i32.const 1))))
    (struct.set $tree $right (local.get $tree)
      (call $leaf (local.get $item)))
    (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
    (call $extend (ref.as_non_null (struct.get $tree $left (local.get $tree))) (local.get $depth))
    (call $extend (ref.as_non_null (struct.get $tree $right (local.get $tree))) (local.get $depth)))

  (func $sum (param $tree (ref $tree)) (result i32)
    (local $left (ref null $tree))
    (local.set $left (struct.get $tree $left (local.get $tree)))
    (if (ref.is_null (local.get $left))
      (then (return (struct.get $tree $item (local.get $tree)))))
    (i32.sub
      (i32.add
        (struct.get $tree $item (local.get $tree))
        (i32.mul (call $sum (ref.as_non_null (local.get $left))) (i32.const 3)))
      (call $sum (ref.as_non_null (struct.get $tree $right (local.get $tree))))))

  ;; Trees of every second depth up to that of the one that stays; of each depth as many as together have as many leaves.
  (func (export "run") (param $depth i32) (param $rounds i32) (result i32)
    (local $stays (ref $tree)) (local $young (ref $tree))
    (local $round i32) (local $low i32) (local $i i32) (local $checksum i32)
    (local.set $stays (call $grown (local.get $depth) (i32.const 1)))
    (loop $rounds
      (local.set $low (i32.const 2))
      (loop $depths
        (local.set $i (i32.const 0))
        (loop $trees
          (local.set $checksum
            (i32.add
              (i32.mul (local.get $checksum) (i32.const 31))
              (call $sum (call $grown (local.get $low) (local.get $i)))))
          (local.set $young (call $leaf (i32.sub (local.get $round) (local.get $i))))
          (call $extend (local.get $young) (local.get $low))
          (local.set $checksum
            (i32.add (i32.mul (local.get $checksum) (i32.const 31)) (call $sum (local.get $young))))
          (br_if $trees
            (i32.lt_s
              (local.tee $i (i32.add (local.get $i) (i32.const 1)))
              (i32.shl (i32.const 1) (i32.sub (local.get $depth) (local.get $low))))))
        (br_if $depths
          (i32.le_s
            (local.tee $low (i32.add (local.get $low) (i32.const 2)))
            (local.get $depth))))
      (local.set $checksum (i32.xor (local.get $checksum) (call $sum (local.get $stays))))
      (br_if $rounds
        (i32.lt_s
          (local.tee $round (i32.add (local.get $round) (i32.const 1)))
          (local.get $rounds))))
    (local.get $checksum)))
