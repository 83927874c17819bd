// A byte-code interpreter inside the guest: a small stack machine whose loop is one switch. Its program adds up the
// lengths of the Collatz sequences of 1, 2, … n. This is what a scripting language compiled to WebAssembly looks like.
#include <stdint.h>

typedef enum {
  HALT,       // ends; the result is local 0
  PUSH,       // pushes the operand byte
  LOAD,       // pushes the local that the operand names
  STORE,      // pops into the local that the operand names
  ADD,
  MULTIPLY,
  HALVE,      // shifts the top right by one
  ODD,        // replaces the top by its lowest bit
  LESS,       // pops b and a, pushes a < b
  EQUAL,      // pops b and a, pushes a == b
  JUMP,       // goes to the operand
  JUMP_IF,    // pops; goes to the operand if not zero
} Operation;

// Locals: 0 the sum, 1 the number, 2 the number's current value, 3 n.
static const uint8_t program[] = {
    /*  0 */ PUSH, 1, STORE, 1,                              // number = 1
    /*  4 */ LOAD, 3, LOAD, 1, LESS, JUMP_IF, 62,            // until n < number:
    /* 11 */ LOAD, 1, STORE, 2,                              //   value = number
    /* 15 */ LOAD, 2, PUSH, 1, EQUAL, JUMP_IF, 53,           //   until value = 1:
    /* 22 */ LOAD, 0, PUSH, 1, ADD, STORE, 0,                //     sum = sum + 1
    /* 29 */ LOAD, 2, ODD, JUMP_IF, 41,                      //     if value is even:
    /* 34 */ LOAD, 2, HALVE, STORE, 2, JUMP, 15,             //       value = value / 2
                                                             //     otherwise:
    /* 41 */ LOAD, 2, PUSH, 3, MULTIPLY, PUSH, 1, ADD, STORE, 2, JUMP, 15,  // value = 3 value + 1
    /* 53 */ LOAD, 1, PUSH, 1, ADD, STORE, 1, JUMP, 4,       //   number = number + 1
    /* 62 */ HALT,
};

static uint32_t stack[16];
static uint32_t locals[4];

static uint32_t interpret(void) {
  const uint8_t *pc = program;
  uint32_t *top = stack;
  for (;;) {
    switch ((Operation)*pc++) {
      case HALT:
        return locals[0];
      case PUSH:
        *top++ = *pc++;
        break;
      case LOAD:
        *top++ = locals[*pc++];
        break;
      case STORE:
        locals[*pc++] = *--top;
        break;
      case ADD:
        top--;
        top[-1] += top[0];
        break;
      case MULTIPLY:
        top--;
        top[-1] *= top[0];
        break;
      case HALVE:
        top[-1] >>= 1;
        break;
      case ODD:
        top[-1] &= 1;
        break;
      case LESS:
        top--;
        top[-1] = top[-1] < top[0];
        break;
      case EQUAL:
        top--;
        top[-1] = top[-1] == top[0];
        break;
      case JUMP:
        pc = program + *pc;
        break;
      case JUMP_IF:
        pc = *--top ? program + *pc : pc + 1;
        break;
    }
  }
}

int32_t run(int32_t n) {
  locals[0] = 0;
  locals[3] = (uint32_t)n;
  return (int32_t)interpret();
}
