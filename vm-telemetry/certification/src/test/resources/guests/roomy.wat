;; Declares more memory than small quotas have.
(module
  (memory 100)
  (func (export "run")))
