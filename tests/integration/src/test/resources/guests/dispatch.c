// Calls through function pointers: expression trees whose nodes carry their own operation, built at random, evaluated
// with changing variables and rewritten while they are walked. The table of functions has several types.
#include <stdint.h>

#define NODES 255

typedef struct Node Node;
typedef int64_t (*Evaluate)(const Node *, int64_t);
typedef void (*Rewrite)(Node *);

struct Node {
  Evaluate evaluate;
  Rewrite rewrite;
  const Node *left;
  const Node *right;
  int64_t constant;
};

static Node nodes[NODES];
static uint32_t seed;

static uint32_t random_below(uint32_t bound) {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  return seed % bound;
}

static int64_t sum(const Node *node, int64_t x) {
  return (int64_t)((uint64_t)node->left->evaluate(node->left, x) + (uint64_t)node->right->evaluate(node->right, x));
}

static int64_t product(const Node *node, int64_t x) {
  return (int64_t)((uint64_t)node->left->evaluate(node->left, x) * (uint64_t)node->right->evaluate(node->right, x));
}

static int64_t difference(const Node *node, int64_t x) {
  return (int64_t)((uint64_t)node->left->evaluate(node->left, x) - (uint64_t)node->right->evaluate(node->right, x));
}

static int64_t least(const Node *node, int64_t x) {
  int64_t a = node->left->evaluate(node->left, x);
  int64_t b = node->right->evaluate(node->right, x);
  return a < b ? a : b;
}

static int64_t variable(const Node *node, int64_t x) {
  return x ^ node->constant;
}

static int64_t literal(const Node *node, int64_t x) {
  (void)x;
  return node->constant;
}

static const Evaluate inner[] = {sum, product, difference, least};
static const Evaluate leaves[] = {variable, literal};

static void change_operation(Node *node) {
  node->evaluate = inner[random_below(4)];
}

static void swap_sides(Node *node) {
  const Node *left = node->left;
  node->left = node->right;
  node->right = left;
}

static void change_constant(Node *node) {
  node->constant = (int64_t)random_below(1000) - 500;
  node->evaluate = leaves[random_below(2)];
}

static void keep(Node *node) {
  (void)node;
}

static const Rewrite of_inner[] = {change_operation, swap_sides, keep};
static const Rewrite of_leaf[] = {change_constant, keep};

// The nodes form a complete binary tree: the children of node i are 2i + 1 and 2i + 2.
static void plant(void) {
  for (uint32_t i = 0; i < NODES; i++) {
    Node *node = &nodes[i];
    if (2 * i + 2 < NODES) {
      node->left = &nodes[2 * i + 1];
      node->right = &nodes[2 * i + 2];
      change_operation(node);
      node->rewrite = of_inner[random_below(3)];
    } else {
      change_constant(node);
      node->rewrite = of_leaf[random_below(2)];
    }
  }
}

int64_t run(int32_t rounds) {
  seed = 88172645u;
  plant();
  int64_t result = 0;
  for (int32_t i = 0; i < rounds; i++) {
    result = (int64_t)((uint64_t)result * 31 + (uint64_t)nodes[0].evaluate(&nodes[0], result ^ i));
    for (int k = 0; k < NODES; k++) {
      nodes[k].rewrite(&nodes[k]);
    }
  }
  return result;
}
