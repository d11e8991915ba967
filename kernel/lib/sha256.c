/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * SHA-256, written from the standard.
 */
#include "sha256.h"

#include "byte_order.h"

static const uint32_t round_constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static uint32_t rotate(uint32_t value, unsigned int bits)
{
	return value >> bits | value << (32 - bits);
}

/* The first 16 words are the block, big-endian; the others mix earlier ones. */
static void schedule_words(uint32_t words[64], const uint8_t *block)
{
	for (unsigned int i = 0; i < 16; i++) {
		uint32_t word;

		__builtin_memcpy(&word, block + 4 * i, 4);
		words[i] = big_endian32(word);
	}
	for (unsigned int i = 16; i < 64; i++) {
		uint32_t early = words[i - 15], late = words[i - 2];

		words[i] = words[i - 16] + words[i - 7] +
			   (rotate(early, 7) ^ rotate(early, 18) ^ early >> 3) +
			   (rotate(late, 17) ^ rotate(late, 19) ^ late >> 10);
	}
}

/*
 * One round. In the standard the variables a to h are rotated in every round; here they
 * stay in place, and the round number selects which is which.
 */
static inline void do_round(uint32_t v[8], unsigned int number, uint32_t constant, uint32_t word)
{
	uint32_t a = v[(0 - number) & 7], b = v[(1 - number) & 7], c = v[(2 - number) & 7];
	uint32_t e = v[(4 - number) & 7], f = v[(5 - number) & 7], g = v[(6 - number) & 7];
	uint32_t sum = v[(7 - number) & 7] + constant + word + (g ^ (e & (f ^ g))) +
		       (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25));

	v[(3 - number) & 7] += sum;
	v[(7 - number) & 7] =
		sum + ((a & b) | (c & (a | b))) + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22));
}

static void add_block(uint32_t state[8], const uint8_t *block)
{
	uint32_t words[64];
	uint32_t v[8];

	schedule_words(words, block);
	__builtin_memcpy(v, state, sizeof(v));
	for (unsigned int i = 0; i < 64; i += 8) {
		/* Unrolled by eight, so that the indices of v[] are constants. */
		do_round(v, 0, round_constants[i], words[i]);
		do_round(v, 1, round_constants[i + 1], words[i + 1]);
		do_round(v, 2, round_constants[i + 2], words[i + 2]);
		do_round(v, 3, round_constants[i + 3], words[i + 3]);
		do_round(v, 4, round_constants[i + 4], words[i + 4]);
		do_round(v, 5, round_constants[i + 5], words[i + 5]);
		do_round(v, 6, round_constants[i + 6], words[i + 6]);
		do_round(v, 7, round_constants[i + 7], words[i + 7]);
	}
	for (unsigned int i = 0; i < 8; i++)
		state[i] += v[i];
}

void sha256_start(struct sha256 *hash)
{
	static const uint32_t start[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	__builtin_memcpy(hash->state, start, sizeof(start));
	hash->bytes = 0;
}

void sha256_add(struct sha256 *hash, const void *data, size_t bytes)
{
	const uint8_t *at = data;
	size_t held = (size_t)(hash->bytes % SHA256_BLOCK_BYTES);

	hash->bytes += bytes;
	if (held && held + bytes >= SHA256_BLOCK_BYTES) {
		size_t missing = SHA256_BLOCK_BYTES - held;

		__builtin_memcpy(hash->block + held, at, missing);
		add_block(hash->state, hash->block);
		at += missing;
		bytes -= missing;
		held = 0;
	}
	for (; bytes >= SHA256_BLOCK_BYTES; bytes -= SHA256_BLOCK_BYTES) {
		add_block(hash->state, at);
		at += SHA256_BLOCK_BYTES;
	}
	__builtin_memcpy(hash->block + held, at, bytes);
}

void sha256_finish(struct sha256 *hash, uint8_t digest[SHA256_BYTES])
{
	static const uint8_t padding[SHA256_BLOCK_BYTES] = { 0x80 };
	uint64_t bits = big_endian64(hash->bytes * 8);
	size_t held = (size_t)(hash->bytes % SHA256_BLOCK_BYTES);

	sha256_add(hash, padding, (held < 56 ? 56 : 120) - held);
	sha256_add(hash, &bits, sizeof(bits));
	for (unsigned int i = 0; i < 8; i++) {
		uint32_t word = big_endian32(hash->state[i]);

		__builtin_memcpy(digest + 4 * i, &word, 4);
	}
}
