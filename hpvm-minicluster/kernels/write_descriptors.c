/* Task 0 writes nonsense to every descriptor, those of HPVM among them. */
#include <hpvm.h>
#include <unistd.h>

int kernel_main(long id, long size, void *args) {
    long written = 0;
    (void)size, (void)args;
    for (int file = 0; id == 0 && file < 1024; file++) {
        written += write(file, "\xff\xff\xff\xffnonsense nonsense nonsense nonsense", 40);
    }
    return written < 0 ? 1 : HPVM_OK;
}
