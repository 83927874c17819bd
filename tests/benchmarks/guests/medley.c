// A mixed integer load of three parts, each feeding the next one's seed: a linked list that is searched, reversed and
// merge-sorted; a state machine that sorts the words of a text into kinds of numbers; a matrix of 16-bit numbers that
// is scaled, multiplied and summed. A bitwise CRC-32 folds what the parts found into one figure.
#include <stdint.h>

#define ITEMS 96
#define TEXT 384
#define SIDE 12

static uint32_t crc(uint32_t sum, uint32_t value) {
  sum ^= value;
  for (int bit = 0; bit < 32; bit++) {
    sum = (sum >> 1) ^ (0xEDB88320u & -(sum & 1));
  }
  return sum;
}

// ---- Linked list -------------------------------------------------------------------------------------------------

typedef struct Item {
  struct Item *next;
  int16_t value;
  int16_t index;
} Item;

typedef int (*Order)(const Item *, const Item *);

static Item items[ITEMS];

static int by_value(const Item *a, const Item *b) {
  return a->value - b->value;
}

static int by_index(const Item *a, const Item *b) {
  return a->index - b->index;
}

static Item *list_of(uint32_t seed) {
  for (int i = 0; i < ITEMS; i++) {
    seed = seed * 1103515245u + 12345u;
    items[i].value = (int16_t)((seed >> 16) & 0x3FF);
    items[i].index = (int16_t)i;
    items[i].next = i + 1 < ITEMS ? &items[i + 1] : 0;
  }
  return items;
}

static Item *reversed(Item *list) {
  Item *result = 0;
  while (list) {
    Item *next = list->next;
    list->next = result;
    result = list;
    list = next;
  }
  return result;
}

static const Item *first_with(const Item *list, int value) {
  while (list && list->value != value) {
    list = list->next;
  }
  return list;
}

static Item *merged(Item *a, Item *b, Order order) {
  Item *head = 0;
  Item **tail = &head;
  while (a && b) {
    Item **least = order(a, b) <= 0 ? &a : &b;
    *tail = *least;
    tail = &(*least)->next;
    *least = *tail;
  }
  *tail = a ? a : b;
  return head;
}

// Run k of `runs` holds a sorted list of 2^k items or nothing, as a binary counter holds its digits.
__attribute__((noinline)) static Item *sorted(Item *list, Order order) {
  Item *runs[16] = {0};
  while (list) {
    Item *run = list;
    list = list->next;
    run->next = 0;
    int k = 0;
    for (; runs[k]; k++) {
      run = merged(runs[k], run, order);
      runs[k] = 0;
    }
    runs[k] = run;
  }
  Item *result = 0;
  for (int k = 0; k < 16; k++) {
    result = merged(runs[k], result, order);
  }
  return result;
}

__attribute__((noinline)) static uint32_t list_part(uint32_t seed) {
  uint32_t sum = seed;
  Item *list = list_of(seed);
  for (int round = 0; round < 24; round++) {
    const Item *found = first_with(list, (int)((seed + (uint32_t)round * 37u) & 0x3FF));
    sum = crc(sum, found ? (uint32_t)found->index : 0xFFFFu);
    list = reversed(list);
  }
  list = sorted(list, by_value);
  for (const Item *item = list; item->next; item = item->next) {
    sum += (uint32_t)(item->value ^ (item->index << 4));
  }
  list = sorted(list, by_index);
  return crc(sum, (uint32_t)list->value);
}

// ---- State machine -----------------------------------------------------------------------------------------------

typedef enum { START, SIGN, WHOLE, POINT, FRACTION, EXPONENT, EXPONENT_SIGN, SCALE, NAME, WRONG, STATES } State;

static char text[TEXT];

static void text_of(uint32_t seed) {
  static const char *const words[] = {
      "4711", "-12", "+3.25", ".5e-3", "7.e12", "6e+1", "x9", "-", "1.2.3", "tally", "8e",
  };
  int length = 0;
  while (length < TEXT - 8) {
    seed = seed * 1664525u + 1013904223u;
    for (const char *c = words[(seed >> 20) % 11]; *c; c++) {
      text[length++] = *c;
    }
    text[length++] = ',';
  }
  text[length] = 0;
}

static State after(State state, char c) {
  int digit = c >= '0' && c <= '9';
  switch (state) {
    case START:
      return digit ? WHOLE : c == '+' || c == '-' ? SIGN : c == '.' ? POINT : c >= 'a' && c <= 'z' ? NAME : WRONG;
    case SIGN:
      return digit ? WHOLE : c == '.' ? POINT : WRONG;
    case WHOLE:
      return digit ? WHOLE : c == '.' ? FRACTION : c == 'e' ? EXPONENT : WRONG;
    case POINT:
      return digit ? FRACTION : WRONG;
    case FRACTION:
      return digit ? FRACTION : c == 'e' ? EXPONENT : WRONG;
    case EXPONENT:
      return digit ? SCALE : c == '+' || c == '-' ? EXPONENT_SIGN : WRONG;
    case EXPONENT_SIGN:
    case SCALE:
      return digit ? SCALE : WRONG;
    case NAME:
      return digit || (c >= 'a' && c <= 'z') ? NAME : WRONG;
    default:
      return WRONG;
  }
}

__attribute__((noinline)) static uint32_t text_part(uint32_t seed) {
  uint32_t ends[STATES] = {0};
  uint32_t steps[STATES] = {0};
  text_of(seed);
  State state = START;
  for (const char *c = text; *c; c++) {
    if (*c == ',') {
      ends[state]++;
      state = START;
    } else {
      state = after(state, *c);
      steps[state]++;
    }
  }
  uint32_t sum = seed;
  for (int i = 0; i < STATES; i++) {
    sum = crc(sum, ends[i] << 16 | steps[i]);
  }
  return sum;
}

// ---- Matrix ------------------------------------------------------------------------------------------------------

static int16_t left[SIDE][SIDE];
static int16_t right[SIDE][SIDE];
static int32_t product[SIDE][SIDE];

__attribute__((noinline)) static uint32_t matrix_part(uint32_t seed) {
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      seed = seed * 69069u + 1u;
      left[i][j] = (int16_t)(seed >> 16);
      right[i][j] = (int16_t)((seed >> 8) & 0xFF);
    }
  }
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      left[i][j] = (int16_t)(left[i][j] * 3 - right[j][i]);
    }
  }
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      int32_t cell = 0;
      for (int k = 0; k < SIDE; k++) {
        cell += left[i][k] * right[k][j];
      }
      product[i][j] = cell;
    }
  }
  uint32_t sum = 0;
  int32_t last = 0;
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      int32_t cell = product[i][j];
      sum += cell > last ? 10u : (uint32_t)(cell >> 4) & 0xFFu;
      last = cell;
    }
  }
  return crc(sum, (uint32_t)last);
}

int32_t run(int32_t repetitions) {
  uint32_t sum = 1;
  for (int32_t i = 0; i < repetitions; i++) {
    sum = crc(sum, list_part(sum));
    sum = crc(sum, text_part(sum));
    sum = crc(sum, matrix_part(sum));
  }
  return (int32_t)sum;
}
