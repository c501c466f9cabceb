/* SPDX-License-Identifier: MIT */
/* writer.c - what writers of reports have in common. */
#include "report/writer.h"

#include <errno.h>

#include "support/memory.h"

int
writer_check(FILE *out, struct err *e)
{
    if (memory_ran_out())
        return err_nomem(e);
    if (!ferror(out))
        return 0;
    /* A stream that failed fails at every write: errno is of the last one. */
    if (errno == ENOSPC || errno == EDQUOT)
        return err_set(e, ERR_IO, "cannot be written: the disk is full (%m)");
    return err_set(e, ERR_IO, "cannot be written: %m");
}
