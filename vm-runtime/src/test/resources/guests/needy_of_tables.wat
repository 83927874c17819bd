;; Wants a larger table than the provider's is.
(module
  (import "provider" "table" (table 3 4 funcref)))
