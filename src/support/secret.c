/* SPDX-License-Identifier: MIT */
/* secret.c - text that must not outlive its use. */
#include "support/secret.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- pages of its own ------------------------------------------------------ */

/* Before the secret, in the same pages. */
struct header {
    size_t mapped; /* bytes of the mapping, this header included */
    _Alignas(max_align_t) char data[];
};

static struct header *
header_of(const void *data)
{
    return (struct header *)((char *)data - offsetof(struct header, data));
}

void *
secret_alloc(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), mapped;
    struct header *h;

    if (size > SIZE_MAX - sizeof(*h) - page)
        return NULL;
    mapped = (sizeof(*h) + size + page - 1) / page * page;
    h = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
             -1, 0);
    if (h == MAP_FAILED)
        return NULL;
    /* Each is a line of defence that may be missing: RLIMIT_MEMLOCK can be
     * small, a kernel old. The secret is needed all the same. */
    (void)mlock(h, mapped);
    (void)madvise(h, mapped, MADV_DONTDUMP);
    (void)madvise(h, mapped, MADV_WIPEONFORK);
    h->mapped = mapped;
    return h->data;
}

size_t
secret_room(const void *data)
{
    return header_of(data)->mapped - offsetof(struct header, data);
}

void *
secret_realloc(void *data, size_t size)
{
    void *more;

    if (data && size <= secret_room(data))
        return data;
    more = secret_alloc(size);
    if (data && more) {
        memcpy(more, data, secret_room(data));
        secret_free(data);
    }
    return more;
}

char *
secret_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = secret_alloc(size);

    return copy ? memcpy(copy, text, size) : NULL;
}

void *
secret_free(void *data)
{
    struct header *h;
    size_t mapped;

    if (!data)
        return NULL;
    h = header_of(data);
    mapped = h->mapped;
    secret_wipe(h, mapped);
    munmap(h, mapped); /* which unlocks too */
    return NULL;
}

/* ---- copies elsewhere ------------------------------------------------------ */

void
secret_wipe(void *data, size_t size)
{
    explicit_bzero(data, size);
}

void
secret_wiping_free(void *data)
{
    if (data)
        secret_wipe(data, malloc_usable_size(data));
    free(data);
}

/* Never in place, since realloc() itself would leave the old copy as it is. */
void *
secret_wiping_realloc(void *data, size_t size)
{
    size_t had = data ? malloc_usable_size(data) : 0;
    void *more;

    if (data && size == 0) {
        secret_wiping_free(data);
        return NULL;
    }
    /* Room enough, and not so much that it were a waste. */
    if (had >= size && had / 2 <= size)
        return data;
    more = malloc(size);
    if (more && data) {
        memcpy(more, data, had < size ? had : size);
        secret_wiping_free(data);
    }
    return more;
}
