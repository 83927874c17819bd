;; Has a _start that is no entry of a command.
(module
  (func (export "_start") (param i32)))
