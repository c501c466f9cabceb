/* SPDX-License-Identifier: MIT */
/* json_load.c - parsing JSON when memory may run out.
 *
 * jansson 2.14 does not survive that while it parses: a letter that found no
 * room is missing in the text ("lex_save" looks at no failure), and may end the
 * process in an assertion. So its allocator is ours: the first allocation that
 * fails ends the parsing at once, and all that it had taken is freed. */
#include <malloc.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>

#include "support/json_load.h"
#include "support/memory.h"
#include "support/secret.h"

/* At the end of each block, so that free() does for what jansson hands out, too:
 * the blocks of one parsing are a ring. */
struct tail {
    struct tail *before, *after;
    void *block;
};

/* The parsing under way in this thread; NULL: none. */
static _Thread_local struct load {
    struct tail ring;
    jmp_buf out_of_memory;
} * loading;

static bool wiping;

static struct tail *
tail_of(void *block)
{
    return (void *)((char *)block + malloc_usable_size(block) -
                    sizeof(struct tail));
}

static void *
take(size_t size)
{
    const size_t align = _Alignof(struct tail);
    size_t room = (size + sizeof(struct tail) + align - 1) & ~(align - 1);
    void *block = room > size ? malloc(room) : NULL;
    struct tail *t;

    if (!block && loading)
        longjmp(loading->out_of_memory, 1);
    if (!block) {
        /* The name of a member that finds no room is left out, and nobody is
         * told ("do_dump" looks at no failure of it). */
        memory_note_failure();
        return NULL;
    }
    t = tail_of(block);
    t->before = t->after = t;
    t->block = block;
    if (loading) {
        t->after = &loading->ring;
        t->before = loading->ring.before;
        t->before->after = t->after->before = t;
    }
    return block;
}

static void
leave_ring(struct tail *t)
{
    t->before->after = t->after;
    t->after->before = t->before;
}

static void
give_back(void *block)
{
    if (block)
        leave_ring(tail_of(block));
    if (wiping)
        secret_wiping_free(block);
    else
        free(block);
}

/* Before any value is made: one made otherwise has no tail. */
__attribute__((constructor)) static void
use_own_allocator(void)
{
    json_set_alloc_funcs(take, give_back);
}

json_t *
json_load(const char *text, size_t len, json_error_t *error, bool *nomem)
{
    struct load load = { .ring = { &load.ring, &load.ring, NULL } };
    json_t *value;

    *nomem = setjmp(load.out_of_memory) != 0;
    if (*nomem) {
        loading = NULL;
        /* Each is taken out of the ring before it is freed, which the analyzer
         * cannot see through the tail. */
        while (load.ring.after != &load.ring) {
            // NOLINTNEXTLINE(clang-analyzer-unix.Malloc)
            give_back(load.ring.after->block);
        }
        return NULL;
    }
    loading = &load;
    value =
        json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, error);
    loading = NULL;
    /* What was parsed lives on without the head of the ring. */
    leave_ring(&load.ring);
    return value;
}

void
json_load_wipe(bool on)
{
    wiping = on;
}
