/* Lets one system call fail that writes a file of a folder: for tests, by LD_PRELOAD.

   Calls that write, rename, link, flush or close a file whose path has FOLDER in it are counted. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[4096];
static int counted, failing, number;

/* From now on, count; let the call of this rank, from 1, fail with this error. Rank 0: none. */
void arm(const char *path, int rank, int error)
{
    strncpy(folder, path, sizeof folder - 1);
    counted = 0;
    failing = rank;
    number = error;
}

int calls(void) { return counted; }

static int fails(const char *path)
{
    if (!*folder || !path || !strstr(path, folder) || ++counted != failing)
        return 0;
    errno = number;
    return 1;
}

static int fails_open(int file)
{
    char link[64], path[4096];
    int saved = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = saved;
    if (length < 0)
        return 0;
    path[length] = 0;
    return fails(path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *data, size_t size)
{
    return fails_open(file) ? -1 : REAL(write)(file, data, size);
}

int fsync(int file) { return fails_open(file) ? -1 : REAL(fsync)(file); }

int close(int file)
{
    int failed = fails_open(file); /* the file is closed all the same, as in Linux */
    int error = errno, result = REAL(close)(file);
    if (!failed)
        return result;
    errno = error;
    return -1;
}

int rename(const char *from, const char *to) { return fails(to) ? -1 : REAL(rename)(from, to); }

int link(const char *from, const char *to) { return fails(to) ? -1 : REAL(link)(from, to); }

int linkat(int a, const char *from, int b, const char *to, int flags)
{
    return fails(to) ? -1 : REAL(linkat)(a, from, b, to, flags);
}
