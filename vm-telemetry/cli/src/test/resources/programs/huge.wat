;; Wants 128 MiB from the beginning.
(module
  (memory 2048)
  (func (export "_start")))
