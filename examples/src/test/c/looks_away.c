/* Makes one call that cannot work and looks at nothing. */
#include <hpvm.h>

int main(void) {
    hpvm_spawn("/no/tree", 0, NULL);
    return 0;
}
