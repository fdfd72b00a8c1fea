/* All that the library asks of the operating system, but for starting a gateway. Handles are ints;
 * what returns long gives a negative number for an error, whose text is hpvm_platform_reason(). */
#ifndef HPVM_PLATFORM_H
#define HPVM_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef _WIN32
typedef struct {
    void *slim; /* an SRWLOCK, without the system's header */
} hpvm_lock;
#define HPVM_LOCK_FREE {NULL}
#else
#include <pthread.h>
typedef pthread_mutex_t hpvm_lock;
#define HPVM_LOCK_FREE PTHREAD_MUTEX_INITIALIZER
#endif
void hpvm_lock_take(hpvm_lock *lock);
void hpvm_lock_give(hpvm_lock *lock);

/* The text of this thread's last error of the system. */
const char *hpvm_platform_reason(void);

uint32_t hpvm_platform_page_bytes(void);
long hpvm_platform_process(void);
int64_t hpvm_platform_nanoseconds(void); /* only differences mean anything */

/* ---- Files in memory ---- */

enum hpvm_map { HPVM_MAP_SHARED, HPVM_MAP_PRIVATE, HPVM_MAP_READ_ONLY };

/* Opens a file that this process will map; -1 on error. */
int hpvm_platform_open(const char *path, bool writable);
void hpvm_platform_close(int file);

/* Size of an open file in bytes, -1 on error. */
int64_t hpvm_platform_size(int file);

/* Maps the first bytes (at least 1) of an open file; NULL on error. */
void *hpvm_platform_map(int file, size_t bytes, enum hpvm_map how);

/* Maps a part of an open file; start is a multiple of HPVM_MAP_ALIGNMENT. NULL on error. */
enum { HPVM_MAP_ALIGNMENT = 64 << 10 }; /* that of every system: pages have up to 64 KiB */
void *hpvm_platform_map_part(int file, uint64_t start, size_t bytes, enum hpvm_map how);
void hpvm_platform_unmap(void *address, size_t bytes);

/* The first byte at or after from that is not in a hole; size if there is none. A system that knows
 * no holes answers from. */
uint64_t hpvm_platform_next_data(int file, uint64_t from, uint64_t size);

/* Makes a page-aligned part of a shared map zero and, where the system can, gives its memory back. */
void hpvm_platform_zero(void *address, size_t bytes);

/* ---- Links ---- */

enum { HPVM_LINK_ENDED = 0, HPVM_LINK_ERROR = -1, HPVM_LINK_LATER = -2 };

/* Reads or writes what goes at once, at least a byte, or says why not. Waits only for a link that
 * was not made non-blocking. */
long hpvm_platform_read(int link, void *bytes, size_t length);
long hpvm_platform_write(int link, const void *bytes, size_t length);

/* The same for a socket; a peer that has gone is an error, never a signal. */
long hpvm_platform_send(int link, const void *bytes, size_t length);

/* Waits until one of two links can go on; -1 in place of a link means none. Limit in milliseconds,
 * negative: none. False if nothing happened. */
bool hpvm_platform_wait(int readable, int writable, int milliseconds);

/* Connects to a Unix-domain stream socket; -1 on error. */
int hpvm_platform_connect(const char *path);

/* ---- The worker's own descriptors ---- */

struct hpvm_descriptors {
    int input;
    int output;
    int printed; /* the output file */
};

/* Moves the two pipes away from descriptors 0 and 1, gives those to the kernel to print to, and
 * turns SIGPIPE off, so that an agent that has gone is an error. False on error. */
bool hpvm_platform_take_descriptors(struct hpvm_descriptors *descriptors);

/* Bytes of the output file, 0 if it is none. */
uint64_t hpvm_platform_printed(const struct hpvm_descriptors *descriptors);

/* ---- The program ---- */

/* Path of the running program and its working directory, from malloc; NULL on error. */
char *hpvm_platform_program(void);
char *hpvm_platform_directory(void);

#endif
