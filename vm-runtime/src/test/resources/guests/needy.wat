;; Asks a provider for a table and a memory that are larger than those it offers.
(module
  (import "provider" "memory" (memory 1 2)))
