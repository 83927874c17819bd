// Five bodies under gravity for `steps` steps of a symplectic Euler method, in double precision: multiplications,
// divisions and square roots. The masses and orbits are made up. Every operation used here is exact by IEEE 754 (no
// contraction), so the checksum of the final state's bits is the same on every machine.
#include <stdint.h>

#define BODIES 5

typedef struct {
  double x, y, z;
  double vx, vy, vz;
  double mass;
} Body;

static Body bodies[BODIES];

static void set_out(void) {
  static const Body start[BODIES] = {
      {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0},        {5.0, 0.5, -0.1, -0.2, 2.75, 0.03, 0.04},
      {-3.5, 8.0, 0.4, -1.9, -0.85, -0.02, 0.01},  {13.0, -9.0, -0.2, 0.9, 1.35, -0.01, 0.002},
      {-16.0, -20.0, 0.9, 0.95, -0.8, 0.02, 0.003},
  };
  for (int i = 0; i < BODIES; i++) {
    bodies[i] = start[i];
  }
}

static void step(double dt) {
  for (int i = 0; i < BODIES; i++) {
    Body *a = &bodies[i];
    for (int j = i + 1; j < BODIES; j++) {
      Body *b = &bodies[j];
      double dx = a->x - b->x;
      double dy = a->y - b->y;
      double dz = a->z - b->z;
      double squared = dx * dx + dy * dy + dz * dz;
      double pull = dt / (squared * __builtin_sqrt(squared));
      a->vx -= dx * b->mass * pull;
      a->vy -= dy * b->mass * pull;
      a->vz -= dz * b->mass * pull;
      b->vx += dx * a->mass * pull;
      b->vy += dy * a->mass * pull;
      b->vz += dz * a->mass * pull;
    }
  }
  for (int i = 0; i < BODIES; i++) {
    Body *a = &bodies[i];
    a->x += dt * a->vx;
    a->y += dt * a->vy;
    a->z += dt * a->vz;
  }
}

static uint32_t folded(double value) {
  union {
    double value;
    uint64_t bits;
  } both = {value};
  return (uint32_t)(both.bits ^ both.bits >> 32);
}

int32_t run(int32_t steps) {
  set_out();
  for (int32_t i = 0; i < steps; i++) {
    step(1.0 / 128);
  }
  uint32_t sum = 0;
  for (int i = 0; i < BODIES; i++) {
    sum = sum * 31 + folded(bodies[i].x);
    sum = sum * 31 + folded(bodies[i].y);
    sum = sum * 31 + folded(bodies[i].z);
  }
  return (int32_t)sum;
}
