/* SPDX-License-Identifier: MIT */
/* writer.h - what writers of reports have in common. A writer writes text to an
 * open stream and leaves it open; -1 says that memory ran out (ERR_NOMEM) or
 * that the stream took not all (ERR_IO), which formats/report.c words for the
 * file at hand. */
#ifndef AKSENTRA_REPORT_WRITER_H
#define AKSENTRA_REPORT_WRITER_H

#include <stdio.h>

#include "support/err.h"

/* The last line of a writer: 0; ERR_IO when the stream took not all; ERR_NOMEM when
 * memory ran out at any text since the overview was begun. */
int writer_check(FILE *out, struct err *e);

#endif
