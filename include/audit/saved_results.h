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
    bool redact; /* standard input cannot be redacted: it is read twice */
    const char
        *redact_map; /* read where it is there, and written; NULL: none */
};

/* Reads them; on 0 the caller frees *r. The exit code is worked out as the audit
 * itself does. ERR_USAGE: a file cannot be read or makes no sense, or the files
 * cannot be merged, with the reason. */
int saved_results_load(const struct saved_request *request, struct results *r,
                       struct err *e);

/* To be asked before an audit begins: whether the settings go together, and a
 * mapping can be read and written there. ERR_USAGE if not. */
int saved_results_check_redact(bool redact, const char *redact_map,
                               struct err *e);

/* Replaces *r, which an audit has just made, by the same with pseudonyms for
 * names and ids; `redact_map` as above. On -1 *r is as it was. */
int saved_results_redact(struct results *r, const char *redact_map,
                         struct err *e);

#endif
