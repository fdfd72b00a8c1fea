/* bad_calls TREE
 * Makes calls that cannot work, one after the other, and prints name, code and sentence of each; then a spawn of
 * the tree, to see that all is as it was. */
#include <hpvm.h>
#include <stdio.h>
#include <string.h>

static void say(const char *what, int code) {
    printf("%s|%d|%s\n", what, code, code == HPVM_OK ? "" : hpvm_last_error());
}

static void *null_with_size(long id, long *size) {
    *size = id == 2 ? 16 : 0;
    return NULL;
}

int main(int count, char **words) {
    static int output[8];
    static char longest[10001];
    memset(longest, 'x', sizeof longest - 1);
    say("size 0", hpvm_share("a", output, 0));
    say("size -1", hpvm_share("a", output, -1));
    say("larger than memory", hpvm_alloc("a", HPVM_INT64, 1L << 50) == NULL ? HPVM_ENOMEMORY : HPVM_OK);
    say("first", hpvm_share("output", output, sizeof output));
    say("twice", hpvm_share("output", output, sizeof output));
    say("type and size", hpvm_share("a", output, 7));
    say("slash", hpvm_share("a/b", output, 8));
    say("dots", hpvm_share("..", output, 8));
    say("control", hpvm_share("a\nb", output, 8));
    say("empty", hpvm_share("", output, 8));
    say("long", hpvm_share(longest, output, 8));
    say("no UTF-8", hpvm_share("a\xff", output, 8));
    say("UTF-8", hpvm_share("größe", output, 8));
    say("unknown", hpvm_unshare("nowhere"));
    say("0 tasks", hpvm_spawn(words[count - 1], 0, NULL));
    say("-1 tasks", hpvm_spawn(words[count - 1], -1, NULL));
    say("NULL with a size", hpvm_spawn(words[count - 1], 8, null_with_size));
    say("scheme", hpvm_spawn("nosuch://host/tree", 8, NULL));
    hpvm_options *options = hpvm_options_new();
    hpvm_options_set(options, "atempts", "2");
    hpvm_options_set(options, "time", "soon");
    say("options", hpvm_spawn_options(words[count - 1], 8, NULL, options));
    hpvm_options_free(options);
    say("good", hpvm_spawn(words[count - 1], 8, NULL));
    return output[7] == 8 ? 0 : 1;
}
