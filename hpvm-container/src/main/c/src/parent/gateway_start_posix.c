#ifndef _WIN32
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "gateway_start.h"

#include "errors.h"
#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { START_MILLISECONDS = 120000, PATH_BYTES = 4096, HIGHEST_CLOSED = 1024, LAST_SIGNAL = 64 };

struct ends {
    int readable;
    int writable;
};

static void close_ends(struct ends *pipe) {
    hpvm_platform_close(pipe->readable);
    hpvm_platform_close(pipe->writable);
    pipe->readable = pipe->writable = -1;
}

/* Away from 0 to 2, which the gateway gets anew, and not for programs that the parent starts. */
static bool make_pipe(struct ends *made) {
    int low[2];
    if (pipe(low) != 0) {
        return false;
    }
    made->readable = fcntl(low[0], F_DUPFD_CLOEXEC, 3);
    made->writable = fcntl(low[1], F_DUPFD_CLOEXEC, 3);
    int fault = errno;
    close(low[0]);
    close(low[1]);
    errno = fault;
    return made->readable >= 0 && made->writable >= 0;
}

/* In the new process: only what is allowed after a fork of a program with threads. */
_Noreturn static void become(const char *script, int input, int output, int report) {
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number <= LAST_SIGNAL; number++) {
        signal(number, SIG_DFL);
    }
    setsid();
    dup2(input, 0);
    dup2(output, 1);
    for (int file = 3; file < HIGHEST_CLOSED; file++) {
        if (file != report) {
            close(file);
        }
    }
    sigprocmask(SIG_SETMASK, &none, NULL);
    char *arguments[] = {(char *)(script == NULL ? "hpvm" : script), (char *)"gateway", NULL};
    if (script != NULL) {
        execv(script, arguments);
        arguments[0] = (char *)"hpvm";
    }
    execvp("hpvm", arguments);
    int fault = errno;
    ssize_t told = write(report, &fault, sizeof fault);
    _exit(told < 0 ? 126 : 127);
}

/* Forks twice, so that the program has no child that it does not know. */
static bool launch(const char *script, int input, int output, int report) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t middle = fork();
    if (middle == 0) {
        pid_t gateway = fork();
        if (gateway == 0) {
            become(script, input, output, report);
        }
        int fault = errno;
        if (gateway < 0 && write(report, &fault, sizeof fault) < 0) {
            _exit(1);
        }
        _exit(0);
    }
    int fault = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    while (middle > 0 && waitpid(middle, NULL, 0) < 0 && errno == EINTR) {
    }
    errno = fault;
    return middle > 0;
}

static int no_start(const char *call, const char *script) {
    return hpvm_error_set(HPVM_EGATEWAY,
                          "%s: starting %s%shpvm gateway: %s; set HPVM_HOME to where HPVM is, or have hpvm "
                          "in PATH",
                          call, script == NULL ? "" : script, script == NULL ? "" : " gateway, then ",
                          hpvm_platform_reason());
}

/* The first line of what the gateway prints, in a block from malloc. */
static int read_path(const char *call, int output, char **path) {
    char *line = malloc(PATH_BYTES);
    if (line == NULL) {
        return hpvm_error_set(HPVM_ENOMEMORY, "%s: no memory to start a gateway", call);
    }
    size_t length = 0;
    int64_t end = hpvm_platform_nanoseconds() + (int64_t)START_MILLISECONDS * 1000000;
    while (length < PATH_BYTES) {
        int64_t left = (end - hpvm_platform_nanoseconds()) / 1000000;
        if (left <= 0 || !hpvm_platform_wait(output, -1, (int)left)) {
            free(line);
            return hpvm_error_set(HPVM_EGATEWAY, "%s: the gateway that was started told no socket in %d s",
                                  call, START_MILLISECONDS / 1000);
        }
        /* One byte a time: what follows the line is not ours. */
        long got = hpvm_platform_read(output, line + length, 1);
        if (got <= 0) {
            break;
        }
        if (line[length] == '\n' && length > 0) {
            line[length] = '\0';
            *path = line;
            return HPVM_OK;
        }
        length++;
    }
    free(line);
    return hpvm_error_set(HPVM_EGATEWAY,
                          "%s: the gateway that was started ended before it told its socket; what it printed "
                          "says why",
                          call);
}

static int start(const char *call, const char *script, struct ends pipes[3], char **path) {
    if (!make_pipe(&pipes[0]) || !make_pipe(&pipes[1]) || !make_pipe(&pipes[2])) {
        return hpvm_error_set(HPVM_EGATEWAY, "%s: making pipes to a gateway: %s", call, hpvm_platform_reason());
    }
    if (!launch(script, pipes[0].readable, pipes[1].writable, pipes[2].writable)) {
        return no_start(call, script);
    }
    hpvm_platform_close(pipes[1].writable);
    hpvm_platform_close(pipes[2].writable);
    pipes[1].writable = pipes[2].writable = -1;
    int fault = 0;
    if (hpvm_platform_read(pipes[2].readable, &fault, sizeof fault) == (long)sizeof fault) {
        errno = fault;
        return no_start(call, script);
    }
    return read_path(call, pipes[1].readable, path);
}

int hpvm_gateway_start(const char *call, struct hpvm_own_gateway *gateway) {
    static const char inside[] = "/scripts/hpvm";
    const char *home = getenv("HPVM_HOME");
    char *script = NULL;
    if (home != NULL && *home != '\0') {
        size_t length = strlen(home);
        script = malloc(length + sizeof inside);
        if (script == NULL) {
            return hpvm_error_set(HPVM_ENOMEMORY, "%s: no memory to start a gateway", call);
        }
        memcpy(script, home, length);
        memcpy(script + length, inside, sizeof inside);
    }
    struct ends pipes[3] = {{-1, -1}, {-1, -1}, {-1, -1}};
    int status = start(call, script, pipes, &gateway->path);
    if (status == HPVM_OK) {
        gateway->lifeline = pipes[0].writable;
        pipes[0].writable = -1;
    }
    for (int pipe = 0; pipe < 3; pipe++) {
        close_ends(&pipes[pipe]);
    }
    free(script);
    return status;
}

#else
typedef int hpvm_not_posix;
#endif
