/* SPDX-License-Identifier: MIT */
/* tool_advice.h - what to install on the machine that was looked at. */
#ifndef AKSENTRA_REPORT_TOOL_ADVICE_H
#define AKSENTRA_REPORT_TOOL_ADVICE_H

#include "report/overview.h"

/* Calls `say` for each thing: what is missing or does not fit, or could not be
 * seen, and the commands that mend it. The text is plain, without a full stop,
 * and valid during the call. The number of things. */
size_t tool_advice(const struct overview *o,
                   void (*say)(void *arg, const char *text,
                               const struct text_list *commands),
                   void *arg);

#endif
