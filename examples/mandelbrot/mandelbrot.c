/* Draws the Mandelbrot set, as a PBM file on standard output.
 *
 *   mandelbrot N     N by N points, N rounded up to a multiple of 8
 *
 * A task for each row. */
#include "hpvm.h"

#include <stdio.h>

static long n;

static void *width(long id, long *size) {
    (void)id;
    long *block = malloc(sizeof *block);
    if (block != NULL) {
        *block = n;
        *size = sizeof *block;
    }
    return block;
}

int main(int count, char **words) {
    n = count == 2 ? (strtol(words[1], NULL, 10) + 7) / 8 * 8 : 0;
    if (n < 8 || n > 1 << 16) {
        fprintf(stderr, "usage: mandelbrot N, from 1 to 65536\n");
        return 2;
    }
    unsigned char *image = hpvm_alloc("image", HPVM_UINT8, n / 8 * n);
    if (image == NULL || hpvm_spawn("", n, width) != HPVM_OK) {
        fprintf(stderr, "mandelbrot: %s\n", hpvm_last_error());
        return 1;
    }
    printf("P4\n%ld %ld\n", n, n);
    size_t bytes = (size_t)(n / 8) * (size_t)n;
    return fwrite(image, 1, bytes, stdout) == bytes && fflush(stdout) == 0 ? 0 : 1;
}
