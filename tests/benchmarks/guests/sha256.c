// SHA-256 after FIPS 180-4 over a message of `length` bytes that runs through the alphabet ("abcdefg…xyzabc…"): 32-bit
// additions, rotations and shifts. The result is the digest's first word, big-endian as the standard writes it; so
// run(0) and run(3) are the first words of the well-known digests of "" and "abc".
#include <stdint.h>

// The first 32 bits of the fractions of the cube roots of the first 64 primes (section 4.2.2).
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t hash[8];
static uint8_t block[64];

static uint32_t rotated(uint32_t x, int bits) {
  return x >> bits | x << (32 - bits);
}

static void begin(void) {
  static const uint32_t initial[8] = {
      0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  };
  for (int i = 0; i < 8; i++) {
    hash[i] = initial[i];
  }
}

static void absorb_block(void) {
  uint32_t schedule[64];
  for (int t = 0; t < 16; t++) {
    const uint8_t *bytes = &block[4 * t];
    schedule[t] = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
  }
  for (int t = 16; t < 64; t++) {
    uint32_t early = schedule[t - 15];
    uint32_t late = schedule[t - 2];
    uint32_t sigma0 = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3;
    uint32_t sigma1 = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10;
    schedule[t] = sigma1 + schedule[t - 7] + sigma0 + schedule[t - 16];
  }
  uint32_t a = hash[0], b = hash[1], c = hash[2], d = hash[3];
  uint32_t e = hash[4], f = hash[5], g = hash[6], h = hash[7];
  for (int t = 0; t < 64; t++) {
    uint32_t sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    uint32_t choice = (e & f) ^ (~e & g);
    uint32_t first = h + sum1 + choice + constants[t] + schedule[t];
    uint32_t sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + sum0 + majority;
  }
  hash[0] += a;
  hash[1] += b;
  hash[2] += c;
  hash[3] += d;
  hash[4] += e;
  hash[5] += f;
  hash[6] += g;
  hash[7] += h;
}

int32_t run(int32_t length) {
  begin();
  uint32_t filled = 0;
  for (int32_t i = 0; i < length; i++) {
    block[filled++] = (uint8_t)('a' + i % 26);
    if (filled == 64) {
      absorb_block();
      filled = 0;
    }
  }
  block[filled++] = 0x80;
  if (filled > 56) {
    while (filled < 64) {
      block[filled++] = 0;
    }
    absorb_block();
    filled = 0;
  }
  while (filled < 56) {
    block[filled++] = 0;
  }
  uint64_t bits = (uint64_t)(uint32_t)length * 8;
  for (int i = 0; i < 8; i++) {
    block[56 + i] = (uint8_t)(bits >> (56 - 8 * i));
  }
  absorb_block();
  return (int32_t)hash[0];
}
