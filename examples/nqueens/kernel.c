/* Counts the ways to place queens on a board of which two columns are fixed: task id stands for the
 * rows of the queens in the first two columns. */
#include "hpvm.h"

static int64_t ways(uint32_t board, uint32_t rows, uint32_t falling, uint32_t rising) {
    if (rows == board) {
        return 1;
    }
    int64_t found = 0;
    uint32_t free_rows = board & ~(rows | falling | rising);
    while (free_rows != 0) {
        uint32_t row = free_rows & (0u - free_rows);
        free_rows ^= row;
        found += ways(board, rows | row, (falling | row) << 1, (rising | row) >> 1);
    }
    return found;
}

int kernel_main(long id, long size, void *args) {
    (void)size;
    long n = (long)hpvm_arg_long(args, 0);
    uint32_t board = (1u << n) - 1;
    uint32_t first = 1u << (id / n);
    uint32_t second = 1u << (id % n);
    int attacks = (second & (first | first << 1 | first >> 1)) != 0;
    int64_t found = attacks ? 0 : ways(board, first | second, (first << 1 | second) << 1, (first >> 1 | second) >> 1);
    return hpvm_accumulate_share("found", &found, 0, 1, HPVM_SUM);
}
