#ifdef _WIN32
#include "platform.h"

#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* Handles have 32 bits that count, also in 64-bit programs. */
static HANDLE handle_of(int number) {
    return (HANDLE)(intptr_t)number;
}

static int number_of(HANDLE handle) {
    return handle == INVALID_HANDLE_VALUE || handle == NULL ? -1 : (int)(intptr_t)handle;
}

void hpvm_lock_take(hpvm_lock *lock) {
    AcquireSRWLockExclusive((SRWLOCK *)lock);
}

void hpvm_lock_give(hpvm_lock *lock) {
    ReleaseSRWLockExclusive((SRWLOCK *)lock);
}

const char *hpvm_platform_reason(void) {
    static _Thread_local char reason[160];
    DWORD number = GetLastError();
    char text[128];
    DWORD length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, number, 0, text,
                                  sizeof text, NULL);
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r' || text[length - 1] == '.')) {
        length--;
    }
    snprintf(reason, sizeof reason, "%.*s (%lu)", (int)length, text, (unsigned long)number);
    SetLastError(number);
    return reason;
}

uint32_t hpvm_platform_page_bytes(void) {
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info.dwPageSize;
}

long hpvm_platform_process(void) {
    return (long)GetCurrentProcessId();
}

int64_t hpvm_platform_nanoseconds(void) {
    LARGE_INTEGER now;
    LARGE_INTEGER second;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&second);
    return now.QuadPart / second.QuadPart * 1000000000 + now.QuadPart % second.QuadPart * 1000000000 / second.QuadPart;
}

/* ---- Files in memory ---- */

/* An agent that runs this program through Wine names files as its own system does. */
static wchar_t *wide_path(const char *path) {
    static const char wine[] = "\\\\?\\unix";
    size_t before = path[0] == '/' ? sizeof wine - 1 : 0;
    char *whole = malloc(before + strlen(path) + 1);
    if (whole == NULL) {
        return NULL;
    }
    memcpy(whole, wine, before);
    strcpy(whole + before, path);
    for (char *at = whole + before; before > 0 && *at != '\0'; at++) {
        *at = *at == '/' ? '\\' : *at;
    }
    int length = MultiByteToWideChar(CP_UTF8, 0, whole, -1, NULL, 0);
    wchar_t *wide = length > 0 ? malloc((size_t)length * sizeof *wide) : NULL;
    if (wide != NULL) {
        MultiByteToWideChar(CP_UTF8, 0, whole, -1, wide, length);
    }
    free(whole);
    return wide;
}

int hpvm_platform_open(const char *path, bool writable) {
    wchar_t *wide = wide_path(path);
    if (wide == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return -1;
    }
    HANDLE file = CreateFileW(wide, writable ? GENERIC_READ | GENERIC_WRITE : GENERIC_READ,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
    free(wide);
    return number_of(file);
}

void hpvm_platform_close(int file) {
    if (file >= 0) {
        CloseHandle(handle_of(file));
    }
}

int64_t hpvm_platform_size(int file) {
    LARGE_INTEGER size;
    return GetFileSizeEx(handle_of(file), &size) ? (int64_t)size.QuadPart : -1;
}

void *hpvm_platform_map(int file, size_t bytes, enum hpvm_map how) {
    return hpvm_platform_map_part(file, 0, bytes, how);
}

void *hpvm_platform_map_part(int file, uint64_t start, size_t bytes, enum hpvm_map how) {
    static const DWORD protections[] = {PAGE_READWRITE, PAGE_WRITECOPY, PAGE_READONLY};
    static const DWORD accesses[] = {FILE_MAP_WRITE, FILE_MAP_COPY, FILE_MAP_READ};
    uint64_t end = start + bytes;
    HANDLE mapping =
        CreateFileMappingW(handle_of(file), NULL, protections[how], (DWORD)(end >> 32), (DWORD)end, NULL);
    if (mapping == NULL) {
        return NULL;
    }
    void *address = MapViewOfFile(mapping, accesses[how], (DWORD)(start >> 32), (DWORD)start, bytes);
    DWORD fault = GetLastError();
    CloseHandle(mapping);
    SetLastError(fault);
    return address;
}

void hpvm_platform_unmap(void *address, size_t bytes) {
    (void)bytes;
    UnmapViewOfFile(address);
}

uint64_t hpvm_platform_next_data(int file, uint64_t from, uint64_t size) {
    (void)file;
    (void)size;
    return from;
}

void hpvm_platform_zero(void *address, size_t bytes) {
    memset(address, 0, bytes);
}

/* ---- The link to the agent ---- */

/* Pipes of Windows cannot be waited for. A thread reads the one there is, all the time, so that a write may wait while
 * the other side writes too. */
static struct {
    HANDLE pipe;
    SRWLOCK lock;
    CONDITION_VARIABLE more;
    unsigned char *bytes;
    size_t start, end, capacity;
    bool ended;
    bool failed;
} input = {.lock = SRWLOCK_INIT, .more = CONDITION_VARIABLE_INIT};

enum { READ_BYTES = 64 << 10 };

/* The lock is held. */
static bool keep(const unsigned char *bytes, size_t length) {
    if (input.start == input.end) {
        input.start = input.end = 0;
    }
    if (input.capacity - input.end < length) {
        size_t capacity = 2 * (input.end + length);
        unsigned char *grown = realloc(input.bytes, capacity);
        if (grown == NULL) {
            return false;
        }
        input.bytes = grown;
        input.capacity = capacity;
    }
    memcpy(input.bytes + input.end, bytes, length);
    input.end += length;
    return true;
}

static DWORD WINAPI read_input(void *unused) {
    (void)unused;
    static unsigned char bytes[READ_BYTES];
    bool more = true;
    while (more) {
        DWORD got = 0;
        more = ReadFile(input.pipe, bytes, sizeof bytes, &got, NULL) && got > 0;
        AcquireSRWLockExclusive(&input.lock);
        if (more && !keep(bytes, got)) {
            input.failed = true;
            more = false;
        }
        input.ended = !more;
        WakeAllConditionVariable(&input.more);
        ReleaseSRWLockExclusive(&input.lock);
    }
    return 0;
}

long hpvm_platform_read(int link, void *bytes, size_t length) {
    (void)link;
    AcquireSRWLockExclusive(&input.lock);
    size_t held = input.end - input.start;
    size_t taken = held < length ? held : length;
    long result = taken > 0 ? (long)taken : input.failed ? HPVM_LINK_ERROR : input.ended ? HPVM_LINK_ENDED : HPVM_LINK_LATER;
    if (taken > 0) {
        memcpy(bytes, input.bytes + input.start, taken);
        input.start += taken;
    }
    ReleaseSRWLockExclusive(&input.lock);
    return result;
}

long hpvm_platform_write(int link, const void *bytes, size_t length) {
    DWORD put = 0;
    DWORD most = length < READ_BYTES ? (DWORD)length : READ_BYTES;
    return WriteFile(handle_of(link), bytes, most, &put, NULL) && put > 0 ? (long)put : HPVM_LINK_ERROR;
}

long hpvm_platform_send(int link, const void *bytes, size_t length) {
    return hpvm_platform_write(link, bytes, length);
}

bool hpvm_platform_wait(int readable, int writable, int milliseconds) {
    (void)readable;
    if (writable >= 0) {
        return true; /* a write waits by itself */
    }
    ULONGLONG end = GetTickCount64() + (ULONGLONG)(milliseconds < 0 ? 0 : milliseconds);
    AcquireSRWLockExclusive(&input.lock);
    bool found;
    while (!(found = input.start < input.end || input.ended)) {
        ULONGLONG now = GetTickCount64();
        if (milliseconds >= 0 && now >= end) {
            break;
        }
        SleepConditionVariableSRW(&input.more, &input.lock, milliseconds < 0 ? INFINITE : (DWORD)(end - now), 0);
    }
    ReleaseSRWLockExclusive(&input.lock);
    return found;
}

int hpvm_platform_connect(const char *path) {
    (void)path;
    SetLastError(ERROR_NOT_SUPPORTED);
    return -1;
}

/* ---- The worker's own descriptors ---- */

static HANDLE own(DWORD which) {
    HANDLE copy = NULL;
    HANDLE self = GetCurrentProcess();
    return DuplicateHandle(self, GetStdHandle(which), self, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS) ? copy : NULL;
}

bool hpvm_platform_take_descriptors(struct hpvm_descriptors *descriptors) {
    input.pipe = own(STD_INPUT_HANDLE);
    descriptors->input = number_of(input.pipe);
    descriptors->output = number_of(own(STD_OUTPUT_HANDLE));
    descriptors->printed = number_of(own(STD_ERROR_HANDLE));
    int nothing = _open("NUL", _O_RDONLY);
    if (descriptors->input < 0 || descriptors->output < 0 || descriptors->printed < 0 || nothing < 0 ||
        _dup2(nothing, 0) < 0 || _dup2(2, 1) < 0) {
        return false;
    }
    _close(nothing);
    /* The C library has closed what the system calls standard input and output. */
    SetStdHandle(STD_INPUT_HANDLE, (HANDLE)_get_osfhandle(0));
    SetStdHandle(STD_OUTPUT_HANDLE, (HANDLE)_get_osfhandle(1));
    _setmode(1, _O_BINARY);
    _setmode(2, _O_BINARY);
    HANDLE reader = CreateThread(NULL, 0, read_input, NULL, 0, NULL);
    if (reader == NULL) {
        return false;
    }
    CloseHandle(reader);
    return true;
}

uint64_t hpvm_platform_printed(const struct hpvm_descriptors *descriptors) {
    LARGE_INTEGER size;
    return GetFileSizeEx(handle_of(descriptors->printed), &size) ? (uint64_t)size.QuadPart : 0;
}

/* ---- The program ---- */

char *hpvm_platform_program(void) {
    char path[MAX_PATH];
    DWORD length = GetModuleFileNameA(NULL, path, sizeof path);
    return length == 0 || length == sizeof path ? NULL : _strdup(path);
}

char *hpvm_platform_directory(void) {
    char path[MAX_PATH];
    DWORD length = GetCurrentDirectoryA(sizeof path, path);
    return length == 0 || length >= sizeof path ? NULL : _strdup(path);
}

#else
typedef int hpvm_not_windows;
#endif
