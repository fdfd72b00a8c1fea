#ifndef _WIN32
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#define _FILE_OFFSET_BITS 64 /* shares of more than 2 GiB on 32-bit machines */

#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* Out of the way of kernels that assume small numbers, and below the usual limit of 1024. */
enum { FIRST_HIGH_DESCRIPTOR = 600 };

void hpvm_lock_take(hpvm_lock *lock) {
    pthread_mutex_lock(lock);
}

void hpvm_lock_give(hpvm_lock *lock) {
    pthread_mutex_unlock(lock);
}

const char *hpvm_platform_reason(void) {
    static _Thread_local char reason[128];
    int number = errno;
    const char *text = strerror(number);
    snprintf(reason, sizeof reason, "%s (%d)", text, number);
    errno = number;
    return reason;
}

uint32_t hpvm_platform_page_bytes(void) {
    return (uint32_t)sysconf(_SC_PAGESIZE);
}

long hpvm_platform_process(void) {
    return (long)getpid();
}

int64_t hpvm_platform_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int hpvm_platform_open(const char *path, bool writable) {
    int file;
    do {
        file = open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    } while (file < 0 && errno == EINTR);
    return file;
}

void hpvm_platform_close(int file) {
    if (file >= 0) {
        close(file); /* never again after EINTR: Linux has freed the number by then */
    }
}

int64_t hpvm_platform_size(int file) {
    struct stat status;
    return fstat(file, &status) == 0 ? (int64_t)status.st_size : -1;
}

void *hpvm_platform_map(int file, size_t bytes, enum hpvm_map how) {
    return hpvm_platform_map_part(file, 0, bytes, how);
}

#if SIZE_MAX <= UINT32_MAX
/* A copy in place of a map: qemu-user before 8.1 cuts the offset of a map to 32 bits, and so shows a 32-bit kernel other
 * bytes than it asked for. Of a copy others do not see the changes before a merge, which nobody was promised. */
static void *copy_part(int file, uint64_t start, size_t bytes) {
    unsigned char *copy = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (copy == MAP_FAILED) {
        return NULL;
    }
    for (size_t done = 0; done < bytes;) {
        ssize_t got = pread(file, copy + done, bytes - done, (off_t)(start + done));
        if (got == 0) {
            break; /* the file's last page is longer than the file */
        }
        if (got < 0 && errno != EINTR) {
            int number = errno;
            munmap(copy, bytes);
            errno = number;
            return NULL;
        }
        done += got > 0 ? (size_t)got : 0;
    }
    return copy;
}
#endif

void *hpvm_platform_map_part(int file, uint64_t start, size_t bytes, enum hpvm_map how) {
#if SIZE_MAX <= UINT32_MAX
    if (start > UINT32_MAX) {
        return copy_part(file, start, bytes);
    }
#endif
    int protection = how == HPVM_MAP_READ_ONLY ? PROT_READ : PROT_READ | PROT_WRITE;
    int flags = how == HPVM_MAP_PRIVATE ? MAP_PRIVATE : MAP_SHARED;
    void *address = mmap(NULL, bytes, protection, flags, file, (off_t)start);
    return address == MAP_FAILED ? NULL : address;
}

void hpvm_platform_unmap(void *address, size_t bytes) {
    munmap(address, bytes);
}

uint64_t hpvm_platform_next_data(int file, uint64_t from, uint64_t size) {
#ifdef SEEK_DATA
    off_t data = lseek(file, (off_t)from, SEEK_DATA);
    if (data >= 0) {
        return (uint64_t)data < size ? (uint64_t)data : size;
    }
    if (errno == ENXIO) {
        return size;
    }
#else
    (void)file;
    (void)size;
#endif
    return from;
}

void hpvm_platform_zero(void *address, size_t bytes) {
#ifdef MADV_REMOVE
    if (madvise(address, bytes, MADV_REMOVE) == 0) {
        return;
    }
#endif
    memset(address, 0, bytes);
}

static long went(ssize_t result) {
    if (result >= 0) {
        return (long)result;
    }
    return errno == EAGAIN || errno == EWOULDBLOCK ? HPVM_LINK_LATER : HPVM_LINK_ERROR;
}

long hpvm_platform_read(int link, void *bytes, size_t length) {
    ssize_t result;
    do {
        result = read(link, bytes, length);
    } while (result < 0 && errno == EINTR);
    return went(result);
}

long hpvm_platform_write(int link, const void *bytes, size_t length) {
    ssize_t result;
    do {
        result = write(link, bytes, length);
    } while (result < 0 && errno == EINTR);
    return went(result);
}

long hpvm_platform_send(int link, const void *bytes, size_t length) {
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* hpvm_platform_connect has set SO_NOSIGPIPE there */
#endif
    ssize_t result;
    do {
        result = send(link, bytes, length, MSG_NOSIGNAL);
    } while (result < 0 && errno == EINTR);
    return went(result);
}

bool hpvm_platform_wait(int readable, int writable, int milliseconds) {
    struct pollfd links[2] = {{.fd = readable, .events = POLLIN}, {.fd = writable, .events = POLLOUT}};
    int64_t end = hpvm_platform_nanoseconds() + (int64_t)milliseconds * 1000000;
    int left = milliseconds;
    int found;
    while ((found = poll(links, 2, left)) < 0 && errno == EINTR) {
        if (milliseconds >= 0) {
            int64_t rest = (end - hpvm_platform_nanoseconds()) / 1000000;
            left = rest > 0 ? (int)rest : 0;
        }
    }
    return found != 0;
}

int hpvm_platform_connect(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);
    int link = socket(AF_UNIX, SOCK_STREAM, 0);
    if (link < 0) {
        return -1;
    }
    fcntl(link, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
    int on = 1;
    setsockopt(link, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    int result = connect(link, (struct sockaddr *)&address, sizeof address);
    if (result < 0 && errno == EINTR) {
        /* It goes on by itself; calling connect again would be an error. */
        int fault = 0;
        socklen_t length = sizeof fault;
        hpvm_platform_wait(-1, link, -1);
        result = getsockopt(link, SOL_SOCKET, SO_ERROR, &fault, &length);
        if (fault != 0) {
            errno = fault;
            result = -1;
        }
    }
    if (result < 0) {
        int fault = errno;
        close(link);
        errno = fault;
        return -1;
    }
    return link;
}

static int moved_high(int descriptor) {
    int high = fcntl(descriptor, F_DUPFD_CLOEXEC, FIRST_HIGH_DESCRIPTOR);
    return high >= 0 ? high : fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

bool hpvm_platform_take_descriptors(struct hpvm_descriptors *descriptors) {
    descriptors->input = moved_high(0);
    descriptors->output = moved_high(1);
    descriptors->printed = moved_high(2);
    int nothing = open("/dev/null", O_RDONLY);
    if (descriptors->input < 0 || descriptors->output < 0 || descriptors->printed < 0 ||
        nothing < 0 || dup2(nothing, 0) < 0 || dup2(2, 1) < 0) {
        return false;
    }
    if (nothing != 0) {
        close(nothing);
    }
    signal(SIGPIPE, SIG_IGN);
    return fcntl(descriptors->input, F_SETFL, fcntl(descriptors->input, F_GETFL) | O_NONBLOCK) == 0 &&
           fcntl(descriptors->output, F_SETFL, fcntl(descriptors->output, F_GETFL) | O_NONBLOCK) == 0;
}

uint64_t hpvm_platform_printed(const struct hpvm_descriptors *descriptors) {
    /* Cheaper than fstat. Moving the offset harms nobody: the file is open for append. */
    off_t end = lseek(descriptors->printed, 0, SEEK_END);
    return end > 0 ? (uint64_t)end : 0;
}

char *hpvm_platform_program(void) {
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0) {
        return NULL;
    }
    path[length] = '\0';
    return strdup(path);
}

char *hpvm_platform_directory(void) {
    char path[PATH_MAX];
    return getcwd(path, sizeof path) == NULL ? NULL : strdup(path);
}

#else
typedef int hpvm_not_posix;
#endif
