/* SPDX-License-Identifier: MIT */
/* saved_results.h - the results of audits made earlier: one file is what it was;
 * several are merged into one. */
#ifndef AKSENTRA_AUDIT_SAVED_RESULTS_H
#define AKSENTRA_AUDIT_SAVED_RESULTS_H

#include "model/results.h"
#include "support/err.h"

struct saved_request {
    struct text_list files; /* results.json; "-": standard input, once */
    /* NULL: as the audits were made with; where these differ, the default of
     * scan. */
    const char *fail_on;
};

/* Reads them; on 0 the caller frees *r. The exit code is worked out as the audit
 * itself does. ERR_USAGE: a file cannot be read or makes no sense, or the files
 * cannot be merged, with the reason. */
int saved_results_load(const struct saved_request *request, struct results *r,
                       struct err *e);

#endif
