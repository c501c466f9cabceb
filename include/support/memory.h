/* SPDX-License-Identifier: MIT */
/* memory.h - whether memory ran out, for whoever writes a text of many small
 * pieces: a piece that found no room is told once, at the end, instead of at every
 * step. Each thread has its own. */
#ifndef AKSENTRA_SUPPORT_MEMORY_H
#define AKSENTRA_SUPPORT_MEMORY_H

#include <stdbool.h>

/* Buffers and arenas call it where they find no memory. */
void memory_note_failure(void);

/* Whether one did since memory_forget(), or since the thread began. */
bool memory_ran_out(void);
void memory_forget(void);

#endif
