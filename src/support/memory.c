/* SPDX-License-Identifier: MIT */
/* memory.c - whether memory ran out. */
#include "support/memory.h"

static _Thread_local bool ran_out;

void
memory_note_failure(void)
{
    ran_out = true;
}

bool
memory_ran_out(void)
{
    return ran_out;
}

void
memory_forget(void)
{
    ran_out = false;
}
