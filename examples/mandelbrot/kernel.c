/* One row of the Mandelbrot set, eight points a byte, the leftmost in the highest bit. A compiler that may multiply and
 * add in one step draws another point in a picture of 504 by 504: kernels verify finds such a leaf. */
#include "hpvm.h"

enum { ITERATIONS = 50 };

static int is_inside(double x, double y) {
    double zr = 0;
    double zi = 0;
    double zr2 = 0;
    double zi2 = 0;
    for (int step = 0; step < ITERATIONS && zr2 + zi2 <= 4; step++) {
        zi = 2 * zr * zi + y;
        zr = zr2 - zi2 + x;
        zr2 = zr * zr;
        zi2 = zi * zi;
    }
    return zr2 + zi2 <= 4;
}

int kernel_main(long id, long size, void *args) {
    (void)size;
    long n = (long)hpvm_arg_long(args, 0);
    unsigned char *image = hpvm_get_share("image");
    if (image == NULL) {
        return HPVM_ENOSHARE;
    }
    long row = id * (n / 8);
    double step = 2.0 / (double)n;
    for (long byte = 0; byte < n / 8; byte++) {
        unsigned bits = 0;
        for (long i = byte * 8; i < byte * 8 + 8; i++) {
            bits = bits << 1 | (unsigned)is_inside((double)i * step - 1.5, (double)id * step - 1);
        }
        image[row + byte] = (unsigned char)bits;
    }
    return hpvm_merge_share("image", image, row, row + n / 8);
}
