/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Replaces libFuzzer, for compilers without it: runs the programs in the named files.
 */
#include <stdint.h>
#include <stdio.h>

#define SIZE_MOST 65536u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *count, char ***words);

int main(int count, char **words)
{
	static uint8_t data[SIZE_MOST];

	LLVMFuzzerInitialize(&count, &words);
	for (int nr = 1; nr < count; nr++) {
		FILE *file = fopen(words[nr], "rb");
		size_t size;

		if (!file) {
			perror(words[nr]);
			return 2;
		}
		size = fread(data, 1, sizeof(data), file);
		fclose(file);
		LLVMFuzzerTestOneInput(data, size);
	}
	return count > 1 ? 0 : 2;
}
