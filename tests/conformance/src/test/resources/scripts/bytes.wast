;; The binary format at its edges.
(module binary "\00asm" "\01\00\00\00")
(module definition $d binary "\00asm" "\01\00" "\00\00")
(module instance $i $d)
(assert_malformed (module binary "") "unexpected end")
(assert_malformed (module binary "\00\61\73\6d") "unexpected end")
(assert_malformed (module binary "\61\73\6d\00\01\00\00\00") "magic header not detected")
(assert_malformed (module binary "\00\61\73\6d\02\00\00\00") "unknown binary version")
(assert_malformed (module binary "\00\61\73\6d\0d\00\01\00") "unknown binary version") ;; a component
;; Custom sections anywhere, with equal names, empty ones too.
(module binary "\00\61\73\6d\01\00\00\00\00\02\01\61\01\01\00\00\03\01\61\78\03\01\00\00\01\00\0a\01\00\00\02\01\62")
;; Sizes and counts that are longer than need be.
(module binary "\00\61\73\6d\01\00\00\00\01\81\80\80\80\00\00\03\83\80\00\80\80\00")
;; All sections, empty, in their order.
(module binary "\00\61\73\6d\01\00\00\00\01\01\00\02\01\00\03\01\00\04\01\00\05\01\00\06\01\00\07\01\00\09\01"
  "\00\0c\01\00\0a\01\00\0b\01\00")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\03\01\00\01\01\00") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\0a\01\00\09\01\00") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\0b\01\00\0c\01\00") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\07\01\00\06\01\00") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\02\01\00\02\01\00") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\08\01\00\07\01\00") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\0e\00") "malformed section id")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\7f\00") "malformed section id")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\80\00") "malformed section id")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\00\00") "unexpected end")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\00\03\05\61\62") "length out of bounds")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\00\85\80\80\80\10\61") "integer too large")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\00\02\01\ff") "malformed UTF-8 encoding")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\00\04\03\ed\a0"
  "\80") "malformed UTF-8 encoding") ;; a surrogate
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\00\03\02\c0\80") "malformed UTF-8 encoding") ;; too long
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\00\05\04\f4\90\80\80") "malformed UTF-8 encoding")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\02\00\00") "section size mismatch")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\05\01\60\00\00") "unexpected end")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\02\60\00\00") "unexpected end")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\84\80\80\80\80\00\01\60\00"
  "\00") "integer representation too long")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\84\80\80\80\10") "integer too large")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\40\00\00") "malformed")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\05\01\60\01\60\00") "malformed")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\06\02\60\01\7f\00\61") "malformed")
;; A plain type, an open one, one below it that is final, and a group of two.
(module binary "\00\61\73\6d\01\00\00\00\01\1b\04\60\00\00\50\00\60\00\00\4f\01\01\60\00\00\4e\02\60\01\64\03"
  "\00\60\01\63\04\00")
(assert_invalid (module binary "\00\61\73\6d\01\00\00\00\01\08\01\50\02\00\00\60\00\00") "sub type")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\03\02\01"
  "\00") "function and code section have inconsistent lengths")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01"
  "\00") "function and code section have inconsistent lengths")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\01"
  "\00") "function and code section have inconsistent lengths")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\0a\04\01\02\00"
  "\0b") "function and code section have inconsistent lengths")
(assert_invalid (module binary "\00\61\73\6d\01\00\00\00\03\02\01\00\0a\04\01\02\00\0b") "unknown type")
;; The longest forms of -1.
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\17\01\15\00\41\ff\ff\ff\ff\7f\1a\42"
  "\ff\ff\ff\ff\ff\ff\ff\ff\ff\7f\1a\0b")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\0b\01\09\00\41\ff"
  "\ff\ff\ff\0f\1a\0b") "integer too large")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\0b\01\09\00\41\80"
  "\80\80\80\70\1a\0b") "integer too large")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\0c\01\0a\00\41\80"
  "\80\80\80\80\00\1a\0b") "integer representation too long")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\10\01\0e\00\42\80"
  "\80\80\80\80\80\80\80\80\01\1a\0b") "integer too large")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\10\01\0e\00\42\ff"
  "\ff\ff\ff\ff\ff\ff\ff\ff\7e\1a\0b") "integer too large")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\11\01\0f\00\42\80"
  "\80\80\80\80\80\80\80\80\80\00\1a\0b") "integer representation too long")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\05\01\03\00\0b\0b") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\05\01\03\00\05\0b") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\06\01\04\00\02\40\0b") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\04\01\02\00"
  "\01") "unexpected end")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\02\01"
  "\00") "unexpected end")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\05\01\03\00\0b\0b") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\05\01\03\00\16"
  "\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\05\01\03\00\1d"
  "\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\05\01\03\00\27"
  "\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\05\01\03\00\c5"
  "\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\05\01\03\00\d7"
  "\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\05\01\03\00\e0"
  "\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\05\01\03\00\ff"
  "\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\06\01\04\00\fc\12"
  "\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\06\01\04\00\fc\1f"
  "\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\06\01\04\00\fc\7f"
  "\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\08\01\06\00\fc\ff"
  "\ff\03\0b") "illegal opcode")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\07\01\05\00\02\7a"
  "\0b\0b") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\07\01\05\00\02\80"
  "\0b\0b") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\07\01\05\00\41\00"
  "\1c\0b") "")
;; The type of a block by an index that is longer than need be.
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\09\01\07\00\02\80\80\00\0b\0b")
(assert_invalid (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\07\01\05\00\02\01\0b"
  "\0b") "unknown type")
;; Nulls of every kind of function and of values from outside.
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\13\01\11\00\d0\70\1a\d0\6f\1a\d0\73"
  "\1a\d0\72\1a\d0\00\1a\0b")
;; The second part of an opcode, longer than need be.
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\0e\01\0c\00\43\00\00\00\00\fc\80\80"
  "\00\1a\0b")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\11\01\0f\00\43\00"
  "\00\00\00\fc\80\80\80\80\80\00\1a\0b") "integer representation too long")
;; Runs of no locals.
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\0a\01\08\03\00\7f\00\7e\01\70\0b")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\0c\01\0a\02\ff\ff"
  "\ff\ff\0f\7f\02\7f\0b") "too many locals")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\0a\01\08\01\80\80"
  "\80\80\10\7f\0b") "integer too large")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\06\01\04\01\01\40"
  "\0b") "malformed")
;; Limits of each kind.
(module binary "\00\61\73\6d\01\00\00\00\05\03\01\00\00")
;; 32 bits, bounded
(module binary "\00\61\73\6d\01\00\00\00\05\04\01\01\00\01")
;; 64 bits
(module binary "\00\61\73\6d\01\00\00\00\05\03\01\04\00")
;; 64 bits, bounded
(module binary "\00\61\73\6d\01\00\00\00\05\0a\01\05\00\80\80\80\80\80\80\40")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\05\04\01\08\00\00") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\05\04\01\10\00\00") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\05\04\01\80\00\00") "")
;; Tables.
(module binary "\00\61\73\6d\01\00\00\00\04\04\01\70\00\00")
;; 64 bits
(module binary "\00\61\73\6d\01\00\00\00\04\05\01\6f\05\00\01")
;; the long form of funcref
(module binary "\00\61\73\6d\01\00\00\00\04\05\01\63\70\00\00")
;; with an initializer
(module binary "\00\61\73\6d\01\00\00\00\04\09\01\40\00\70\00\00\d0\70\0b")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\04\09\01\40\01\70\00\00\d0\70\0b") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\04\04\01\7f\00\00") "malformed reference type")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\04\04\01\70\08\00") "")
;; Globals.
(module binary "\00\61\73\6d\01\00\00\00\06\06\01\7f\00\41\00\0b")
;; mutable
(module binary "\00\61\73\6d\01\00\00\00\06\06\01\7f\01\41\00\0b")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\06\06\01\7f\02\41\00\0b") "malformed mutability")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\06\06\01\7f\ff\41\00\0b") "malformed mutability")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\06\05\01\7f\00\41\00") "unexpected end")
;; Addresses.
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\05\05\02\00\01\00\01\0a\0a\01\08\00\41"
  "\00\28\02\00\1a\0b")
;; a memory by its index
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\05\05\02\00\01\00\01\0a\0b\01\09\00\41"
  "\00\28\42\01\00\1a\0b")
;; long
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\05\05\02\00\01\00\01\0a\0d\01\0b\00\41"
  "\00\28\42\00\80\80\00\1a\0b")
;; an alignment that is longer than need be
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\05\05\02\00\01\00\01\0a\0c\01\0a\00\41"
  "\00\28\82\80\00\00\1a\0b")
(assert_invalid (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\05\05\02\00\01\00\01\0a"
  "\0b\01\09\00\41\00\28\42\02\00\1a\0b") "unknown memory")
(assert_invalid (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\05\05\02\00\01\00\01\0a"
  "\0a\01\08\00\41\00\28\03\00\1a\0b") "alignment must not be larger than natural")
(assert_invalid (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\05\05\02\00\01\00\01\0a"
  "\0a\01\08\00\41\00\28\1f\00\1a\0b") "alignment must not be larger than natural")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\05\05\02\00\01\00\01"
  "\0a\0b\01\09\00\41\00\28\80\01\00\1a\0b") "malformed memop flags")
(assert_invalid (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\05\05\02\00\01\00\01\0a"
  "\0e\01\0c\00\41\00\28\02\80\80\80\80\10\1a\0b") "offset out of range")
;; memory.size of either
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\05\05\02\00\01\00\01\0a\0b\01\09\00\3f"
  "\80\00\1a\3f\01\1a\0b")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\07\01\05\00\fc\09"
  "\00\0b\0b\03\01\01\00") "data count section required")
;; A segment that an instruction names, counted.
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0c\01\01\0a\07\01\05\00\fc\09\00\0b\0b"
  "\03\01\01\00")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\0c\01"
  "\01") "data count and data section have inconsistent lengths")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\0c\01\02\0b\03\01\01"
  "\00") "data count and data section have inconsistent lengths")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\0c\01\00\0b\03\01\01"
  "\00") "data count and data section have inconsistent lengths")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\0b\03\01\03\00") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\0b\04\01\01\05\61") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\02\0e\01\08\73\70\65\63\74\65\73"
  "\74\01\78\05\00") "malformed import kind")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\02\0e\01\08\73\70\65\63\74\65\73"
  "\74\01\78\80\00") "malformed import kind")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\07\05\01\01\78\05\00") "malformed export kind")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\02\03\01\01\61") "unexpected end")
(assert_invalid (module binary "\00\61\73\6d\01\00\00\00\08\01\00") "unknown function")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\08\02\00\00") "section size mismatch")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\08\00") "unexpected end")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\05\ff\ff\ff\ff\0f") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\02\05\ff\ff\ff\ff\0f") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\03\05\ff\ff\ff\ff\0f") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\04\05\ff\ff\ff\ff\0f") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\05\05\ff\ff\ff\ff\0f") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\06\05\ff\ff\ff\ff\0f") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\07\05\ff\ff\ff\ff\0f") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\09\05\ff\ff\ff\ff\0f") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\0b\05\ff\ff\ff\ff\0f") "")
(assert_malformed (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\0d\01\0b\00\41\00"
  "\0e\ff\ff\ff\ff\0f\00\0b") "")
;; Select with a type.
(module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\0e\01\0c\00\41\01\41\02\41\00\1c\01"
  "\7f\1a\0b")
(assert_invalid (module binary "\00\61\73\6d\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\0d\01\0b\00\41\01\41"
  "\02\41\00\1c\00\1a\0b") "invalid result arity")
;; What is wrong in a section that hosts may ignore is ignored.
(module binary "\00\61\73\6d\01\00\00\00\00\07\04\6e\61\6d\65\00\ff")
;; names of functions that are not there
(module binary "\00\61\73\6d\01\00\00\00\00\0c\04\6e\61\6d\65\01\05\01\ff\ff\03\00")
;; hints of branches that are no hints
(module binary "\00\61\73\6d\01\00\00\00\00\1b\19\6d\65\74\61\64\61\74\61\2e\63\6f\64\65\2e\62\72\61\6e\63\68"
  "\5f\68\69\6e\74\7f")

;; Hints of branches change nothing.
(module
  (func (export "hinted") (param i32) (result i32)
    (@metadata.code.branch_hint "\00") (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2)))
    (block (@metadata.code.branch_hint "\01") (br_if 0 (local.get 0)))))
(assert_return (invoke "hinted" (i32.const 0)) (i32.const 2))
(module binary
  "\00asm" "\01\00\00\00" "\01\06\01\60\01\7f\01\7f" "\03\02\01\00" "\07\05\01\01f\00\00"
  "\00\20\19metadata.code.branch_hint\01\00\01\03\01\01"
  "\0a\0e\01\0c\00\20\00\04\7f\41\01\05\41\02\0b\0b")
(assert_return (invoke "f" (i32.const 0)) (i32.const 2))
