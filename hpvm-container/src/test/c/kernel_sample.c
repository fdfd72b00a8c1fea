/* The kernel that kernel_agent.c drives: its first argument says what it does. */
#define _GNU_SOURCE
#include "hpvm.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#ifndef _WIN32
#include <sys/wait.h>
#endif

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("line %d: %s; %s\n", __LINE__, #condition, hpvm_last_error());                  \
            return 99;                                                                             \
        }                                                                                          \
    } while (0)

static int merge_floats(const void *args) {
    long start = (long)hpvm_arg_long(args, 1);
    long end = (long)hpvm_arg_long(args, 2);
    float *output = hpvm_get_share("output");
    REQUIRE(output != NULL);
    for (long i = start; i < end; i++) {
        output[i] = (float)i;
    }
    return hpvm_merge_share("output", output, start, end);
}

static int merge_own_bytes(const void *args) {
    long size = (long)hpvm_arg_long(args, 1);
    unsigned char *bytes = malloc((size_t)size);
    REQUIRE(bytes != NULL);
    for (long i = 0; i < size; i++) {
        bytes[i] = (unsigned char)(i * 7 + i / 251);
    }
    REQUIRE(hpvm_share_size("big") == size);
    int status = hpvm_merge_share("big", (void *)bytes, 0, size);
    memset(bytes, 0, (size_t)size); /* a merge has taken its bytes at the call */
    free(bytes);
    return status;
}

static int errors(void) {
    float values[100] = {0};
    double doubles[10] = {0};
    REQUIRE(hpvm_merge_share("output", values, 5, 3) == HPVM_ERANGE);
    REQUIRE(strstr(hpvm_last_error(), "output") != NULL);
    REQUIRE(hpvm_merge_share("output", values, -1, 3) == HPVM_ERANGE);
    REQUIRE(hpvm_merge_share("output", values, 0, 1001) == HPVM_ERANGE);
    REQUIRE(hpvm_merge_share("output", (char *)values, 0, 4001) == HPVM_ERANGE);
    REQUIRE(hpvm_merge_share("output", doubles, 0, 1) == HPVM_EINVALID);
    REQUIRE(hpvm_merge_share_typed("output", values, 0, 1, 11) == HPVM_EINVALID);
    REQUIRE(hpvm_merge_share_typed("output", values, 0, 1, -1) == HPVM_EINVALID);
    REQUIRE(hpvm_merge_share("output", (float *)NULL, 0, 1) == HPVM_EINVALID);
    REQUIRE(hpvm_merge_share("output", (float *)NULL, 1, 1) == HPVM_OK);
    REQUIRE(hpvm_accumulate_share("output", values, 0, 1, HPVM_XOR) == HPVM_EINVALID);
    REQUIRE(hpvm_accumulate_share("output", values, 0, 1, 0) == HPVM_EINVALID);
    REQUIRE(hpvm_accumulate_share("output", values, 0, 1, 8) == HPVM_EINVALID);
    REQUIRE(hpvm_accumulate_share("output", (char *)values, 0, 4, HPVM_SUM) == HPVM_EINVALID);
    REQUIRE(hpvm_open_share("output", 3) == NULL);
    REQUIRE(hpvm_get_share(NULL) == NULL && hpvm_get_share("") == NULL);
    REQUIRE(hpvm_get_share("\xff") == NULL);
    REQUIRE(hpvm_share_size("nowhere") == HPVM_ENOSHARE);
    REQUIRE(hpvm_progress_task(1.5) == HPVM_EINVALID);
    REQUIRE(hpvm_progress_task(-0.1) == HPVM_EINVALID);
    REQUIRE(hpvm_get_share("nowhere") == NULL);
    REQUIRE(strcmp(hpvm_last_error(), "no share nowhere here") == 0);
    return HPVM_OK;
}

static int views(void) {
    float *shared = hpvm_get_share("output");
    float *own = hpvm_open_share("output", HPVM_PRIVATE);
    const float *read_only = hpvm_open_share("output", HPVM_READ_ONLY);
    REQUIRE(shared != NULL && own != NULL && read_only != NULL);
    REQUIRE(hpvm_open_share("output", HPVM_PRIVATE) == own);
    REQUIRE(own[7] == 0);
    own[7] = 5;
    REQUIRE(shared[7] != 5);
    shared[8] = 6;
    REQUIRE(read_only[8] == 6);
    return HPVM_OK;
}

static int larger_than_memory(void) {
    REQUIRE(hpvm_get_share("huge") == NULL);
    REQUIRE(strstr(hpvm_last_error(), "huge") != NULL && strstr(hpvm_last_error(), "5368709120 bytes") != NULL);
    REQUIRE(hpvm_share_size("huge") == HPVM_ENOMEMORY);
    return HPVM_OK;
}

static int arguments(long size, const void *args) {
    /* From a big-endian parent with a long of 4 bytes: 5, -2, 1.5f */
    REQUIRE(size == 12 && (size_t)args % sizeof(double) == 0);
    REQUIRE(hpvm_arg_long(args, 1) == -2 && hpvm_arg_i32(args, 1) == -2);
    REQUIRE(hpvm_arg_ulong(args, 1) == 0xfffffffeu && hpvm_arg_u16(args, 3) == 0xfffe);
    REQUIRE(hpvm_arg_i64(args, 0) == 0x5fffffffeLL && hpvm_arg_f32(args, 2) == 1.5f);
    REQUIRE(hpvm_arg_i8(args, 4) == -1 && hpvm_arg_u8(args, 7) == 0xfe && hpvm_arg_i16(args, 1) == 5);
    return HPVM_OK;
}

#ifndef _WIN32
static int children(void) {
    REQUIRE(getchar() == EOF);
    int from = dup(0);
    REQUIRE(from == 3); /* nothing of the worker's is down there */
    close(from);
    REQUIRE(system("test \"$(ls /proc/self/fd | wc -l)\" -le 4") == 0); /* 0 1 2 and that of ls */
    REQUIRE(system("bash -c 'kill -PIPE $$; true'") != 0);             /* SIGPIPE is as it was */
    pid_t child = fork();
    if (child == 0) {
        float value[1] = {0};
        _exit(hpvm_merge_share("output", value, 0, 1) == HPVM_EINVALID ? 0 : 1);
    }
    int status;
    REQUIRE(waitpid(child, &status, 0) == child && status == 0);
    child = fork();
    if (child == 0) {
        return HPVM_OK; /* must not go on as a second worker */
    }
    REQUIRE(waitpid(child, &status, 0) == child && status == 0);
    return HPVM_OK;
}
#else
static int children(void) {
    return HPVM_OK;
}
#endif

static void *merge_in_thread(void *at) {
    int32_t one[64];
    for (int i = 0; i < 64; i++) {
        one[i] = 1;
    }
    int *result = at;
    for (int i = 0; i < 50 && *result == HPVM_OK; i++) {
        *result = hpvm_accumulate_share("counts", one, 0, 64, HPVM_SUM);
    }
    return NULL;
}

static int threads(void) {
    pthread_t all[4];
    int results[4] = {0};
    for (int i = 0; i < 4; i++) {
        REQUIRE(pthread_create(&all[i], NULL, merge_in_thread, &results[i]) == 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(all[i], NULL);
        REQUIRE(results[i] == HPVM_OK);
    }
    return HPVM_OK;
}

int kernel_main(long id, long size, void *args) {
    if (size == 0) {
        return args == NULL ? HPVM_OK : 98;
    }
    switch (hpvm_arg_long(args, 0)) {
    case 1:
        return merge_floats(args);
    case 2:
        printf("hello from %ld on %s, %s\n", id, hpvm_machine(), hpvm_leaf());
        return HPVM_OK;
    case 3:
        return hpvm_get_share("nowhere") == NULL ? -7 : 0;
    case 4:
        printf("leaving");
        exit(3);
    case 5:
        return arguments(size, args);
    case 6:
        return merge_own_bytes(args);
    case 7:
        return errors();
    case 8:
        return views();
    case 9:
        return children();
    case 10:
        return threads();
    case 11:
        for (int i = 0; i < 1000; i++) {
            REQUIRE(hpvm_progress_task(0.25) == HPVM_OK);
        }
        return HPVM_OK;
    case 12:
        usleep(20000);
        return HPVM_OK;
    case 13:
        return larger_than_memory();
    default:
        return 97;
    }
}
